package dev.posthouse.mail;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
