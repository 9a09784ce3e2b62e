/// Weeks of mail in seconds: the pool's own rules against made-up recipient providers.
@NullMarked
package dev.posthouse.local.simulate;

import org.jspecify.annotations.NullMarked;
