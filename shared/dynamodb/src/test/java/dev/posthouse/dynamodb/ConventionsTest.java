package dev.posthouse.dynamodb;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
