package dev.posthouse.domain.sending;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// How the registration of a domain stands that we were asked for.
///
/// @param priceUsd of the first year, as it was when we were asked
/// @param operation what the registrar calls it; empty until it has told
/// @param triedAt when somebody last set about asking the registrar
/// @param message what the registrar says of it, or what is to be done; empty if nothing
public record Registration(
    State state,
    BigDecimal priceUsd,
    Instant askedAt,
    Optional<Instant> triedAt,
    Optional<String> operation,
    String message) {
  /// How far it has come. Wire form: the lower-case name.
  public enum State {
    /// Meant, and perhaps told to the registrar.
    ASKED,
    /// The registrar is at it, which takes minutes or days.
    SUBMITTED,
    /// The domain is the operator's, and is renewed every year.
    REGISTERED,
    /// It was not registered and nothing was paid.
    FAILED,
    /// The domain is the operator's until its year is over.
    EXPIRING
  }

  /// A registration that is meant.
  static Registration asked(BigDecimal priceUsd, Instant now) {
    return new Registration(State.ASKED, priceUsd, now, Optional.empty(), Optional.empty(), "");
  }

  /// Whether it is still open what becomes of it.
  public boolean underWay() {
    return state == State.ASKED || state == State.SUBMITTED;
  }

  Registration tried(Instant now) {
    return new Registration(state, priceUsd, askedAt, Optional.of(now), operation, message);
  }

  Registration submitted(String newOperation) {
    return new Registration(
        State.SUBMITTED, priceUsd, askedAt, triedAt, Optional.of(newOperation), "");
  }

  Registration ended(State end, String newMessage) {
    return new Registration(end, priceUsd, askedAt, triedAt, operation, newMessage);
  }
}
