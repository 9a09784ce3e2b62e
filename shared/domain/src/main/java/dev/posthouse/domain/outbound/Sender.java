package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;

/// The mailbox a message goes out from.
///
/// @param ordinal the mailbox's number in its pool
public record Sender(int ordinal, EmailAddress address) {}
