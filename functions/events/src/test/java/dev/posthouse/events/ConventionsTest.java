package dev.posthouse.events;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
