package dev.posthouse.domain.outbound;

/// Which way a message goes. Wire form: the lower-case name.
public enum Route {
  /// Through SES.
  EXTERNAL,

  /// To a mailbox of this platform, without leaving it.
  INTERNAL
}
