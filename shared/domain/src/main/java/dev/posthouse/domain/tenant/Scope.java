package dev.posthouse.domain.tenant;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a key or token may do. Wire form: `mail:send` for [#MAIL_SEND].
public enum Scope {
  MAIL_READ,
  MAIL_SEND,
  IDENTITY_READ,
  IDENTITY_WRITE,
  BILLING_READ,
  BILLING_WRITE,
  POLICY_READ,
  KEYS_WRITE,
  WEBHOOKS_WRITE,
  SUPPRESSIONS_WRITE,
  EVENTS_READ;

  /// The scope as the API writes it.
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', ':');
  }

  /// The scope the API writes so; empty for any other word.
  public static Optional<Scope> ofWire(String text) {
    return Arrays.stream(values()).filter(scope -> scope.wire().equals(text)).findFirst();
  }
}
