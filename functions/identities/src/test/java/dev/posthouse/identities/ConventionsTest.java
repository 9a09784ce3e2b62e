package dev.posthouse.identities;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
