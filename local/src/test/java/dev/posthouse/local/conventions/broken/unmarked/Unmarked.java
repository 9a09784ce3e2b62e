package dev.posthouse.local.conventions.broken.unmarked;

/// Lies in a package that is not null-marked.
public final class Unmarked {}
