package dev.posthouse.repair;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
