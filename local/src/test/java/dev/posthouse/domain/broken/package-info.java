/// Breaks the rule that the domain depends on nothing.
@NullMarked
package dev.posthouse.domain.broken;

import org.jspecify.annotations.NullMarked;
