/// Values and rules of the platform, in the words of `docs/glossary.md`. JDK only: no AWS type, no
/// clock, no randomness but what is handed in.
@NullMarked
package dev.posthouse.domain;

import org.jspecify.annotations.NullMarked;
