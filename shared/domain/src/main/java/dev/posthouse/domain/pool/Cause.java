package dev.posthouse.domain.pool;

/// Why a mailbox is out of the rotation. Wire form: the lower-case name.
public enum Cause {
  /// It is not.
  NONE,
  /// Its health fell below what a mailbox may send with.
  HEALTH,
  /// Two complaints within a week.
  COMPLAINTS,
  /// It was out for so long that another takes its place.
  UNREPAIRED,
  /// The operator took it out.
  OPERATOR,
  /// The tier became smaller, or the identity was deleted.
  SURPLUS
}
