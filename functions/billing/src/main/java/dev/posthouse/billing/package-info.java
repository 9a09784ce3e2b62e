/// Credits for money: the account, the ledger, receipts, and payments by x402 v2.
@NullMarked
package dev.posthouse.billing;

import org.jspecify.annotations.NullMarked;
