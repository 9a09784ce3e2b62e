package dev.posthouse.mail.inbound;

/// One field of a header.
///
/// @param name in lower case
/// @param value on one line, without control characters; encoded words are not decoded
public record HeaderField(String name, String value) {}
