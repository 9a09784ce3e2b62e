package dev.posthouse.domain.broken;

import org.opentest4j.TestAbortedException;

/// A class of the domain that depends on more than the JDK.
public record Leaning(TestAbortedException why) {}
