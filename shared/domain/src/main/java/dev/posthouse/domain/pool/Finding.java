package dev.posthouse.domain.pool;

/// How bad it is what SES's advisor finds wrong with a domain. Wire form: the lower-case name.
public enum Finding {
  NONE,
  LOW,
  HIGH
}
