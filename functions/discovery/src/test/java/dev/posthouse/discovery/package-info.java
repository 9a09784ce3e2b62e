/// Tests of what everybody may know.
@NullMarked
package dev.posthouse.discovery;

import org.jspecify.annotations.NullMarked;
