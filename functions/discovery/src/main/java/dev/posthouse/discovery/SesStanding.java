package dev.posthouse.discovery;

import dev.posthouse.lambda.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// Whether SES still holds the account in its sandbox, where mail reaches verified addresses only.
/// SES allows one such question a second, so an answer is good for ten minutes.
final class SesStanding {
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final SesV2Client ses;
  private final InstantSource clock;
  private final Log log;
  private Sandbox known = Sandbox.UNKNOWN;
  private Instant askAgainAt = Instant.MIN;

  SesStanding(SesV2Client ses, InstantSource clock, Log log) {
    this.ses = ses;
    this.clock = clock;
    this.log = log;
  }

  /// Wire form: the lower-case name.
  enum Sandbox {
    /// Mail reaches verified addresses only.
    YES,
    /// Mail reaches anybody.
    NO,
    /// SES did not say.
    UNKNOWN
  }

  synchronized Sandbox sandbox() {
    Instant now = clock.instant();
    if (!now.isBefore(askAgainAt)) {
      askAgainAt = now.plus(FRESH);
      known = asked();
    }
    return known;
  }

  private Sandbox asked() {
    try {
      Boolean free = ses.getAccount(request -> {}).productionAccessEnabled();
      return free == null ? Sandbox.UNKNOWN : free ? Sandbox.NO : Sandbox.YES;
    } catch (SdkException e) {
      log.warn("SES does not tell of its sandbox", e);
      return Sandbox.UNKNOWN;
    }
  }
}
