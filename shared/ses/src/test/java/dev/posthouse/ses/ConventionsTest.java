package dev.posthouse.ses;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
