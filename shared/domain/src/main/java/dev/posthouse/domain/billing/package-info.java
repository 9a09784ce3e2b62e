/// Payments in stablecoins by x402 v2: what is asked for, what a payer signed, and the receipt that
/// says what became of it.
@NullMarked
package dev.posthouse.domain.billing;

import org.jspecify.annotations.NullMarked;
