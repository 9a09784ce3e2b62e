package dev.posthouse.local.run;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
