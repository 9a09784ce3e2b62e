/// Checks the place functions are tested in.
@NullMarked
package dev.posthouse.testbed;

import org.jspecify.annotations.NullMarked;
