/// Reading an identity's event log, at once or as soon as something happens.
@NullMarked
package dev.posthouse.events;

import org.jspecify.annotations.NullMarked;
