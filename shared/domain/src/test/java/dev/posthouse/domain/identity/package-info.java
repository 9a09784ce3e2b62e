@NullMarked
package dev.posthouse.domain.identity;

import org.jspecify.annotations.NullMarked;
