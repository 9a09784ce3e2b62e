/// Checks prices, values and the steps of a receipt.
@NullMarked
package dev.posthouse.domain.billing;

import org.jspecify.annotations.NullMarked;
