package dev.posthouse.identities;

import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import org.jspecify.annotations.Nullable;

/// The body of `PATCH /v1/identities/{handle}/pool/{address}`: what is absent stays.
///
/// @param state `active`, `pulled` or `retired`, which is final
/// @param stage progress of its warmup, 0 to 100
/// @param health 0 to 100
/// @param dailyCap most messages it sends per UTC day; what the new stage gives, if absent
/// @param reason why, for the log
record ChangeMailboxRequest(
    @Nullable MailboxState state,
    @Nullable Integer stage,
    @Nullable Integer health,
    @Nullable Integer dailyCap,
    @Nullable String reason) {
  static final int REASON_MAX = 200;

  ChangeMailboxRequest {
    if (state == null && stage == null && health == null && dailyCap == null) {
      throw Problem.of(ProblemCode.MISSING_FIELD, "state, stage, health or dailyCap is required")
          .withError("state", ProblemCode.MISSING_FIELD, "or another field is required")
          .asException();
    }
    if (state == MailboxState.PROVISIONING) {
      throw Problem.invalidField("state", "is active, pulled or retired").asException();
    }
    stage = Numbers.percent("stage", stage);
    health = Numbers.percent("health", health);
    dailyCap = Numbers.positive("dailyCap", dailyCap);
    reason = reason == null ? null : Lines.checked("reason", reason, REASON_MAX);
  }
}
