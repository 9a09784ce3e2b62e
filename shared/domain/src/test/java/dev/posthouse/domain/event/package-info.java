@NullMarked
package dev.posthouse.domain.event;

import org.jspecify.annotations.NullMarked;
