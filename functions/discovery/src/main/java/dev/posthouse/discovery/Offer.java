package dev.posthouse.discovery;

import dev.posthouse.lambda.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the operator of this deployment has decided that its users should know.
///
/// @param quotas of external recipients in rolling windows, such as `free=1/hour,10/day`; plans
///   that are not named have none
/// @param creditsPerUsd how many credits a dollar buys
/// @param upgradeUsdCents the price of `paid_active`
/// @param upgradeCredits what comes with it
/// @param paymentAssets what may be paid with; empty if nothing can be paid here
/// @param supportContact where to ask for help
record Offer(
    String quotas,
    long creditsPerUsd,
    long upgradeUsdCents,
    long upgradeCredits,
    boolean upgradesApproved,
    List<String> paymentAssets,
    Optional<String> supportContact) {
  private static final String QUOTAS = "free=1/hour,10/day";
  private static final long CREDITS_PER_USD = 100;
  private static final long UPGRADE_USD_CENTS = 1_000;
  private static final long UPGRADE_CREDITS = 10_000;

  static Offer of(Settings settings) {
    // As functions/billing has it: without an address to pay to there is nothing to pay.
    boolean paid =
        settings.optional("FACILITATOR_URL").isPresent()
            && settings.optional("PAYMENT_PAY_TO").isPresent();
    return new Offer(
        settings.orElse("SEND_QUOTAS", QUOTAS),
        number(settings, "CREDITS_PER_USD", CREDITS_PER_USD),
        number(settings, "UPGRADE_USD_CENTS", UPGRADE_USD_CENTS),
        number(settings, "UPGRADE_CREDITS", UPGRADE_CREDITS),
        settings.orElse("UPGRADE_APPROVAL", "operator").equals("auto"),
        paid ? list(settings.orElse("PAYMENT_ASSETS", "")) : List.of(),
        settings.optional("SUPPORT_CONTACT"));
  }

  private static long number(Settings settings, String name, long otherwise) {
    return settings.optional(name, Long::valueOf).orElse(otherwise);
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  /// Cents as dollars, such as `10.00`.
  String upgradeUsd() {
    return "%d.%02d".formatted(upgradeUsdCents / 100, upgradeUsdCents % 100);
  }
}
