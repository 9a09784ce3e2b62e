/// Tests of the simulation, and of the rules over weeks.
@NullMarked
package dev.posthouse.local.simulate;

import org.jspecify.annotations.NullMarked;
