/// `POST /v1/identities/{handle}/send`.
@NullMarked
package dev.posthouse.send;

import org.jspecify.annotations.NullMarked;
