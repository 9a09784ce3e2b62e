package dev.posthouse.identities;

import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.pool.WarmupCurve;
import dev.posthouse.lambda.Problem;
import org.jspecify.annotations.Nullable;

/// The numbers of a mailbox that requests set.
final class Numbers {
  private static final int PERCENT_MAX = 100;

  private Numbers() {}

  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field, if it is not 0 to 100
  static @Nullable Integer percent(String field, @Nullable Integer value) {
    if (value != null && (value < 0 || value > PERCENT_MAX)) {
      throw Problem.invalidField(field, "is a number from 0 to " + PERCENT_MAX).asException();
    }
    return value;
  }

  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field, if it is below zero
  static @Nullable Integer positive(String field, @Nullable Integer value) {
    if (value != null && value < 0) {
      throw Problem.invalidField(field, "is zero or more").asException();
    }
    return value;
  }

  /// The daily cap of a mailbox: the given one, or what its stage gives.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 naming `dailyCap`, if it is over the
  ///   identity's own
  static int dailyCap(Tier tier, @Nullable Integer given, int stage) {
    if (given == null) {
      return WarmupCurve.capAtStage(stage, tier.mailboxDailyMax());
    }
    if (given > tier.dailyCap()) {
      throw Problem.invalidField(
              "dailyCap", "is at most %d, the identity's own".formatted(tier.dailyCap()))
          .asException();
    }
    return given;
  }
}
