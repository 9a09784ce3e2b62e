package dev.posthouse.discovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.lambda.ProblemCode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /v2/meta/runtime`: what a program has to know of this deployment before it begins.
final class ShowRuntime {
  /// What no plan and no payment makes possible.
  static final List<String> NEVER_SUPPORTED =
      List.of("bulk_marketing", "purchased_lists", "unsolicited_mail", "suppression_bypass");

  private final ApiDescription api;
  private final Offer offer;
  private final SesStanding ses;

  ShowRuntime(ApiDescription api, Offer offer, SesStanding ses) {
    this.api = api;
    this.offer = offer;
    this.ses = ses;
  }

  /// The answer.
  ///
  /// @param sendQuotas external recipients in rolling windows, by plan
  /// @param supportContact null if the operator names none
  record RuntimeView(
      String name,
      String version,
      Links links,
      List<ApiDescription.Route> routes,
      MessageLimits limits,
      String sendQuotas,
      List<TierView> tiers,
      Prices prices,
      Payment payment,
      Mcp mcp,
      List<ErrorView> errors,
      List<String> neverSupported,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String supportContact,
      Ses ses) {}

  /// Where to read more.
  record Links(String openapi, String docs, String errors, String limits, String health) {}

  /// A tier of rotated identities.
  record TierView(String name, int dailyCap, int mailboxes, int domains, int mailboxDailyMax) {
    static TierView of(Tier tier) {
      return new TierView(
          tier.name(), tier.dailyCap(), tier.mailboxes(), tier.domains(), tier.mailboxDailyMax());
    }
  }

  /// What credits and the upgrade cost, in whole units and dollars.
  record Prices(
      long creditsPerUsd,
      long creditsPerExternalRecipient,
      String upgradeUsd,
      long upgradeCredits) {}

  /// How to pay.
  ///
  /// @param available whether this deployment takes payments
  record Payment(
      boolean available,
      String protocol,
      int version,
      List<String> assets,
      String upgradeApproval) {}

  /// Where agents connect; available if the API has the route.
  record Mcp(boolean available, String path, List<String> revisions) {}

  /// An error, as in `docs/errors.md`.
  record ErrorView(String code, int status, String title, boolean retryable, String fix) {
    static ErrorView of(ProblemCode code) {
      return new ErrorView(code.code(), code.status(), code.title(), code.retryable(), code.fix());
    }
  }

  /// What SES says of the account.
  record Ses(SesStanding.Sandbox sandbox) {}

  RuntimeView show() {
    boolean mcp = api.routes().stream().anyMatch(route -> route.path().equals("/mcp"));
    return new RuntimeView(
        "posthouse",
        api.version(),
        new Links("/openapi.json", "/docs", "/docs/errors", "/limits", "/healthz"),
        api.routes(),
        MessageLimits.ALL,
        offer.quotas(),
        Tiers.standard().names().stream()
            .flatMap(name -> Tiers.standard().find(name).stream())
            .map(TierView::of)
            .toList(),
        new Prices(offer.creditsPerUsd(), 1, offer.upgradeUsd(), offer.upgradeCredits()),
        new Payment(
            !offer.paymentAssets().isEmpty(),
            "x402",
            2,
            offer.paymentAssets(),
            offer.upgradesApproved() ? "auto" : "operator"),
        new Mcp(mcp, "/mcp", List.of("2026-07-28", "2025-11-25", "2025-06-18")),
        Arrays.stream(ProblemCode.values()).map(ErrorView::of).toList(),
        NEVER_SUPPORTED,
        offer.supportContact().orElse(null),
        new Ses(ses.sandbox()));
  }
}
