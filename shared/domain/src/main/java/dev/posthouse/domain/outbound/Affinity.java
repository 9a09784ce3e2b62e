package dev.posthouse.domain.outbound;

/// How the mailbox of a message came about. Wire form: the lower-case name.
public enum Affinity {
  /// Drawn for a first contact.
  NEW,
  /// The one the recipient is pinned to.
  EXISTING,
  /// Drawn anew, because the pinned one cannot send now.
  REASSIGNED
}
