@NullMarked
package dev.posthouse.relay;

import org.jspecify.annotations.NullMarked;
