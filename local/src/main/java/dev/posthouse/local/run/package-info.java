/// The whole system in one process: `./posthouse local`.
@NullMarked
package dev.posthouse.local.run;

import org.jspecify.annotations.NullMarked;
