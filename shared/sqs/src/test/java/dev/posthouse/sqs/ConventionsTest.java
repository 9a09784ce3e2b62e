package dev.posthouse.sqs;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
