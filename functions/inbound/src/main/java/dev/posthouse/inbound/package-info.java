/// Mail that arrives: read, classified, and put into the mailbox it was sent to.
@NullMarked
package dev.posthouse.inbound;

import org.jspecify.annotations.NullMarked;
