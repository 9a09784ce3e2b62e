/// The one table: keys, items, transactions, and the adapters of the domain's ports.
@NullMarked
package dev.posthouse.dynamodb;

import org.jspecify.annotations.NullMarked;
