/// The daily count of what mailboxes have earned, and the caps that follow.
@NullMarked
package dev.posthouse.warmup;

import org.jspecify.annotations.NullMarked;
