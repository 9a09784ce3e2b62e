/// The reconcile loop: what every pool is to be, beside what it is.
@NullMarked
package dev.posthouse.repair;

import org.jspecify.annotations.NullMarked;
