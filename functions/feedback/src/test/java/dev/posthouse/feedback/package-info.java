/// Checks what is made of SES's events.
@NullMarked
package dev.posthouse.feedback;

import org.jspecify.annotations.NullMarked;
