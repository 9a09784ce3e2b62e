package dev.posthouse.feedback;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
