package dev.posthouse.webhooks;

import dev.posthouse.testing.Conventions;

class ConventionsTest implements Conventions {}
