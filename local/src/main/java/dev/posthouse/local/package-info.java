/// The whole system in one process.
@NullMarked
package dev.posthouse.local;

import org.jspecify.annotations.NullMarked;
