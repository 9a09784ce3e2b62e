/// Fakes, contract tests, fixtures and conventions. Test scope only.
@NullMarked
package dev.posthouse.testing;

import org.jspecify.annotations.NullMarked;
