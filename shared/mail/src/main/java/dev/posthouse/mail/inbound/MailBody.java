package dev.posthouse.mail.inbound;

import java.util.Optional;

/// What a message says. Lines end with `\n`; there is no control character but that and the tab.
///
/// @param text the plain text; if the sender only wrote HTML, what a reader of it sees
/// @param html the HTML as it was sent: nothing in it is made safe for a browser
/// @param newText `text` without the quoted history below it, as far as that is beyond doubt
public record MailBody(String text, Optional<String> html, String newText) {}
