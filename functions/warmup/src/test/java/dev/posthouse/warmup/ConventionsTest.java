package dev.posthouse.warmup;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
