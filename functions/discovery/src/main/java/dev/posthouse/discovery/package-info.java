/// What this deployment offers and how to use it, for people and for programs.
@NullMarked
package dev.posthouse.discovery;

import org.jspecify.annotations.NullMarked;
