/// Checks that messages are taken exactly within their limits, once, or refused for the right
/// reason.
@NullMarked
package dev.posthouse.send;

import org.jspecify.annotations.NullMarked;
