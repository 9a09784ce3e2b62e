/// What every module keeps to, held against the classes of all.
@NullMarked
package dev.posthouse.local.conventions;

import org.jspecify.annotations.NullMarked;
