/// The table stream turned into messages and conversations.
@NullMarked
package dev.posthouse.relay;

import org.jspecify.annotations.NullMarked;
