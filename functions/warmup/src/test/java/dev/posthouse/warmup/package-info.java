/// Tests of the daily count.
@NullMarked
package dev.posthouse.warmup;

import org.jspecify.annotations.NullMarked;
