@NullMarked
package dev.posthouse.domain.pool;

import org.jspecify.annotations.NullMarked;
