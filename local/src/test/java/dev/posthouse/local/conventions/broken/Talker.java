package dev.posthouse.local.conventions.broken;

/// Prints past the log.
public final class Talker {
  void talk() {
    System.out.println("hello");
    System.err.println("hello");
  }
}
