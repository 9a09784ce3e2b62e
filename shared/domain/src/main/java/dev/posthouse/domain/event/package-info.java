/// What happened to an identity, told in one ordered log.
@NullMarked
package dev.posthouse.domain.event;

import org.jspecify.annotations.NullMarked;
