package dev.posthouse.deliver;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
