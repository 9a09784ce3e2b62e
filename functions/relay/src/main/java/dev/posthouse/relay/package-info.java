/// The table stream turned into messages, conversations and the event log, and published.
@NullMarked
package dev.posthouse.relay;

import org.jspecify.annotations.NullMarked;
