/// Tenants, their mailboxes, keys and tokens, and how far their mail may go.
@NullMarked
package dev.posthouse.accounts;

import org.jspecify.annotations.NullMarked;
