/// Values and rules, tested where they are. The fixtures of `shared/testing` depend on this module,
/// so tests here make their own.
@NullMarked
package dev.posthouse.domain;

import org.jspecify.annotations.NullMarked;
