package dev.posthouse.testing.broken.unmarked;

/// Lies in a package that is not null-marked.
public final class Unmarked {}
