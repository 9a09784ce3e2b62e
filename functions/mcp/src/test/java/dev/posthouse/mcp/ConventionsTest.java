package dev.posthouse.mcp;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
