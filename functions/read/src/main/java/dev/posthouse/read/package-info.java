/// The reading side: messages, their contents and files, threads and conversations.
@NullMarked
package dev.posthouse.read;

import org.jspecify.annotations.NullMarked;
