package dev.posthouse.lambda;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
