/// The fakes pass the contracts, and the conventions notice what breaks them.
@NullMarked
package dev.posthouse.testing;

import org.jspecify.annotations.NullMarked;
