package dev.posthouse.accounts;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
