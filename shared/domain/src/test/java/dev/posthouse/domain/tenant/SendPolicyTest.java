package dev.posthouse.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.SendPolicy.Decision;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendPolicyTest {
  @ParameterizedTest
  @CsvSource({
    "free/internal_only,           false, paid_review/external_review",
    "free/internal_only,           true,  paid_active/external_enabled",
    "free/external_enabled,        false, paid_active/external_enabled",
    "free/suspended,               false, paid_review/suspended",
    "free/suspended,               true,  paid_active/suspended",
    "paid_review/external_review,  false, paid_review/external_review",
    "paid_review/external_review,  true,  paid_active/external_enabled",
    "paid_review/suspended,        false, paid_review/suspended",
    "paid_review/suspended,        true,  paid_active/suspended",
    "paid_active/external_enabled, false, paid_active/external_enabled",
    "paid_active/internal_only,    true,  paid_active/internal_only",
    "paid_active/suspended,        true,  paid_active/suspended"
  })
  void aPaymentMovesTheBillingAndNeverLiftsASuspension(
      String before, boolean approved, String after) {
    assertThat(policy(before).paid(approved)).isEqualTo(policy(after));
  }

  @ParameterizedTest
  @CsvSource({
    "free/internal_only,           approve_external, paid_active/external_enabled",
    "paid_review/external_review,  approve_external, paid_active/external_enabled",
    "paid_active/external_enabled, approve_external, paid_active/external_enabled",
    "paid_review/suspended,        approve_external, -",
    "free/internal_only,           reset_review,     -",
    "free/suspended,               reset_review,     -",
    "paid_review/external_review,  reset_review,     paid_review/external_review",
    "paid_active/external_enabled, reset_review,     paid_review/external_review",
    "paid_active/suspended,        reset_review,     -",
    "free/internal_only,           suspend_outbound, free/suspended",
    "paid_review/external_review,  suspend_outbound, paid_review/suspended",
    "paid_active/external_enabled, suspend_outbound, paid_active/suspended",
    "paid_active/suspended,        suspend_outbound, paid_active/suspended",
    "free/suspended,               reinstate,        free/internal_only",
    "paid_review/suspended,        reinstate,        paid_review/external_review",
    "paid_active/suspended,        reinstate,        paid_active/external_enabled",
    "free/internal_only,           reinstate,        -",
    "paid_active/external_enabled, reinstate,        -"
  })
  void aDecisionIsMadeWhereItMakesSense(String before, String decision, String after) {
    Optional<SendPolicy> decided =
        policy(before).decided(Decision.valueOf(decision.toUpperCase(Locale.ROOT)));

    assertThat(decided)
        .isEqualTo(after.equals("-") ? Optional.empty() : Optional.of(policy(after)));
  }

  @ParameterizedTest
  @CsvSource({
    "free/internal_only,          true",
    "free/external_enabled,       true",
    "free/external_review,        false",
    "free/suspended,              true",
    "paid_review/external_review, true",
    "paid_review/suspended,       true",
    "paid_review/internal_only,   false",
    "paid_review/external_enabled, false",
    "paid_active/internal_only,   true",
    "paid_active/external_review, false"
  })
  void aReviewGoesWithBillingThatWaitsForIt(String policy, boolean consistent) {
    assertThat(policy(policy).consistent()).isEqualTo(consistent);
  }

  private static SendPolicy policy(String text) {
    String[] words = text.toUpperCase(Locale.ROOT).split("/", -1);
    return new SendPolicy(BillingState.valueOf(words[0]), OutboundStatus.valueOf(words[1]));
  }
}
