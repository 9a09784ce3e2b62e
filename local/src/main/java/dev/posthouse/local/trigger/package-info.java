/// What calls functions without being asked over HTTP: the table's stream, queues, schedules,
/// events.
@NullMarked
package dev.posthouse.local.trigger;

import org.jspecify.annotations.NullMarked;
