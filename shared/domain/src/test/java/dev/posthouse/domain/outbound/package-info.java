@NullMarked
package dev.posthouse.domain.outbound;

import org.jspecify.annotations.NullMarked;
