package dev.posthouse.send;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
