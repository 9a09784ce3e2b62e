/// Tests of the records a domain needs.
@NullMarked
package dev.posthouse.domain.sending;

import org.jspecify.annotations.NullMarked;
