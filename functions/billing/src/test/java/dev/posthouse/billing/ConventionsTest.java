package dev.posthouse.billing;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
