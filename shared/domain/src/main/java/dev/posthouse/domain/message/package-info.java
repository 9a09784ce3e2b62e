/// Messages as their owners have them, written and received.
@NullMarked
package dev.posthouse.domain.message;

import org.jspecify.annotations.NullMarked;
