package dev.posthouse.discovery;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
