/// Composing and reading mail as RFC 5322 bytes.
@NullMarked
package dev.posthouse.mail;

import org.jspecify.annotations.NullMarked;
