/// Breaks every convention once, so that [dev.posthouse.local.conventions.Conventions] is seen to
/// notice.
@NullMarked
package dev.posthouse.local.conventions.broken;

import org.jspecify.annotations.NullMarked;
