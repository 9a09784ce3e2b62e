package dev.posthouse.domain.sending;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// Who registers domains, on the operator's account and at the operator's cost.
public interface Registrar {
  /// Whether a name can be registered, and what that costs.
  ///
  /// @throws UnreachableException if that cannot be told
  Offer offer(String domain);

  /// Asks for a domain for a year, not to be renewed. It makes a public zone of that name.
  ///
  /// A name is registered once: who asks twice is refused, or told nothing.
  ///
  /// @throws UnreachableException if nobody knows whether it was asked for
  Answer register(String domain);

  /// The latest registration of a name on this account that has not failed, submitted then or
  /// later.
  ///
  /// @throws UnreachableException if that cannot be told
  Optional<String> find(String domain, Instant since);

  /// How far an operation has come.
  ///
  /// @throws UnreachableException if that cannot be told
  Progress progress(String operation);

  /// Has a domain of the account renewed every year, or no more. Asking again changes nothing.
  ///
  /// @throws UnreachableException if that cannot be done, or nobody knows whether it was
  void renew(String domain, boolean renewed);

  /// What the registrar says of a name.
  sealed interface Offer {
    /// It can be had.
    ///
    /// @param priceUsd of the first year
    /// @param renewalUsd of each further year
    record Available(BigDecimal priceUsd, BigDecimal renewalUsd) implements Offer {
      /// What no year costs more than.
      public BigDecimal mostUsd() {
        return priceUsd.max(renewalUsd);
      }
    }

    /// It cannot.
    record Unavailable() implements Offer {}
  }

  /// What the registrar answers to who asks for a domain.
  sealed interface Answer {
    /// It is at it.
    record Submitted(String operation) implements Answer {}

    /// It does not, and nothing is paid.
    record Refused(String why) implements Answer {}
  }

  /// How an operation stands.
  enum Outcome {
    PENDING,
    DONE,
    FAILED
  }

  /// How far an operation has come.
  ///
  /// @param message the registrar's own words; may be empty
  record Progress(Outcome outcome, String message) {}

  /// The registrar does not answer, or does not let us.
  final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreachableException(String message) {
      super(message);
    }

    public UnreachableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
