package dev.posthouse.domain.message;

/// Whether an identity wrote a message or got it. Wire form: the lower-case name.
public enum Direction {
  INBOUND,
  OUTBOUND
}
