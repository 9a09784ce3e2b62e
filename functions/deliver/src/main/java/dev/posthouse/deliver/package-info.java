/// Outbound jobs on their way to SES.
@NullMarked
package dev.posthouse.deliver;

import org.jspecify.annotations.NullMarked;
