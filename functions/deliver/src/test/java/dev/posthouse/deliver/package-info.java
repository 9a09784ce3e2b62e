/// Checks that no mail is lost and none is sent twice by carelessness.
@NullMarked
package dev.posthouse.deliver;

import org.jspecify.annotations.NullMarked;
