package dev.posthouse.relay;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
