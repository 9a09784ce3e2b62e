/// Rotated identities: the stable handle, its tier, and the life it goes through.
@NullMarked
package dev.posthouse.domain.identity;

import org.jspecify.annotations.NullMarked;
