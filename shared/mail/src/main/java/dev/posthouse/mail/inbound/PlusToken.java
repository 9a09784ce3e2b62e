package dev.posthouse.mail.inbound;

import dev.posthouse.domain.EmailAddress;

/// An address with something after a plus sign: `local+token@domain`. It may be one that we gave
/// out, to know an answer or a bounce by (VERP); only who gives them out can tell.
///
/// @param base the address without it
/// @param token what stands after the first plus sign
public record PlusToken(EmailAddress base, String token) {}
