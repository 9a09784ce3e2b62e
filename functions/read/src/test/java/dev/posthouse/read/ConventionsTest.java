package dev.posthouse.read;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
