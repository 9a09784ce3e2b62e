@NullMarked
package dev.posthouse.domain.tenant;

import org.jspecify.annotations.NullMarked;
