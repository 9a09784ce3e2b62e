/// Tests of the reconcile loop.
@NullMarked
package dev.posthouse.repair;

import org.jspecify.annotations.NullMarked;
