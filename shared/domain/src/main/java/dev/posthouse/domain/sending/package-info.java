/// The domains identities send from: their DNS records, and whether these are as they must be.
@NullMarked
package dev.posthouse.domain.sending;

import org.jspecify.annotations.NullMarked;
