package dev.posthouse.accounts;

import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.tenant.KeyRing;
import dev.posthouse.lambda.Problem;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/auth/token/rotate`.
///
/// @param graceSeconds how long the old secret goes on working, 0 to 86400; 300 if absent
/// @param delivery where the new one goes; into the answer, if absent
record RotateRequest(@Nullable Integer graceSeconds, @Nullable Delivery delivery) {
  private static final int GRACE_DEFAULT_SECONDS = 300;

  /// Where a new token goes. Wire form: the lower-case name.
  enum Delivery {
    /// Into the answer.
    INLINE,
    /// By mail into the mailbox it is for; into the answer where that cannot be.
    SELF_MAILBOX,
    /// Both.
    BOTH
  }

  RotateRequest {
    graceSeconds = Objects.requireNonNullElse(graceSeconds, GRACE_DEFAULT_SECONDS);
    delivery = Objects.requireNonNullElse(delivery, Delivery.INLINE);
    long max = KeyRing.GRACE_MAX.toSeconds();
    if (graceSeconds < 0 || graceSeconds > max) {
      throw Problem.invalidField("graceSeconds", "goes from 0 to " + max).asException();
    }
  }

  Duration grace() {
    return Duration.ofSeconds(Objects.requireNonNull(graceSeconds));
  }

  Delivery whereTo() {
    return Objects.requireNonNull(delivery);
  }

  /// Hash of all of it.
  String fingerprint() {
    return JobIds.sha256(graceSeconds + "\0" + delivery);
  }
}
