/// A message on its way out: the decision to take it, and the job until its end.
@NullMarked
package dev.posthouse.domain.outbound;

import org.jspecify.annotations.NullMarked;
