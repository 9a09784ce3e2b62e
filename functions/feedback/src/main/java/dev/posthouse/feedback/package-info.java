/// What SES says became of an attempt.
@NullMarked
package dev.posthouse.feedback;

import org.jspecify.annotations.NullMarked;
