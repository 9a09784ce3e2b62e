@NullMarked
package dev.posthouse.events;

import org.jspecify.annotations.NullMarked;
