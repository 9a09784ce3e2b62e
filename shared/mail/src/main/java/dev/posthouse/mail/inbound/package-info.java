/// Reading mail that arrives, whatever its bytes: what it says, who sent it, what kind of mail it
/// is and what it answers.
@NullMarked
package dev.posthouse.mail.inbound;

import org.jspecify.annotations.NullMarked;
