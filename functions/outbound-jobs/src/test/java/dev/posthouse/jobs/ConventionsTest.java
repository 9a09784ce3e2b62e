package dev.posthouse.jobs;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
