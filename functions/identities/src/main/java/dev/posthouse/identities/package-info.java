/// Rotated identities and their pools.
@NullMarked
package dev.posthouse.identities;

import org.jspecify.annotations.NullMarked;
