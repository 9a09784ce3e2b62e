package dev.posthouse.mail.inbound;

/// A calendar object that came with a message, such as an invitation (RFC 6047). It is among the
/// attachments, too.
///
/// @param method `REQUEST`, `REPLY`, `CANCEL` …, in upper case, empty if none is given
/// @param text the iCalendar source
public record CalendarPart(String method, String text) {}
