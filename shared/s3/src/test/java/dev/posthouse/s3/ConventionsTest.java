package dev.posthouse.s3;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
