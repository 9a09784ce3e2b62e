/// Checks what clients see of their jobs, and what others do not.
@NullMarked
package dev.posthouse.billing;

import org.jspecify.annotations.NullMarked;
