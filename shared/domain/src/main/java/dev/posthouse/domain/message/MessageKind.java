package dev.posthouse.domain.message;

/// What a message is, decided before anything is done about it. Wire form: the lower-case name.
public enum MessageKind {
  /// A person wrote it, as far as one can tell.
  HUMAN,

  /// A machine answered in a person's place (RFC 3834).
  AUTO_REPLY,

  /// A server tells that mail was not delivered, or late (RFC 3464).
  BOUNCE,

  /// A provider tells that somebody called our mail spam (RFC 5965).
  COMPLAINT,

  /// Mail of a list or another sender in bulk.
  LIST,

  /// Somebody asks for no more mail.
  UNSUBSCRIBE;

  /// Whether nobody need wait for an answer any longer: a person has given one.
  public boolean ends() {
    return this == HUMAN || this == UNSUBSCRIBE;
  }

  /// Whether it counts as an answer of the person written to.
  public boolean human() {
    return this == HUMAN;
  }
}
