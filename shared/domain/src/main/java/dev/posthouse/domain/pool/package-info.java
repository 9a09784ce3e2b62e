/// The mailboxes of an identity, what they may send today, and which one sends next.
@NullMarked
package dev.posthouse.domain.pool;

import org.jspecify.annotations.NullMarked;
