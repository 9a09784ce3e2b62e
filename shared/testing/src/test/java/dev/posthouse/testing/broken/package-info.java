/// Breaks every convention once, so that [dev.posthouse.testing.Conventions] is seen to notice.
@NullMarked
package dev.posthouse.testing.broken;

import org.jspecify.annotations.NullMarked;
