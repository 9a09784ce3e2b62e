package dev.posthouse.local.run;

import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.local.run.LocalSystem.Answer;

/// Whom a tenant does not write to, and the links of those who want no more.
final class SuppressionStories extends Stories {
  private static final String ELSEWHERE =
      "{\"address\":\"x@example.net\",\"identity\":\"nobody@example.com\"}";

  SuppressionStories(ApiWorld world) {
    super(world);
    told("GET /u/{token}", 404, () -> system.get("/u/none", ""));
    told("POST /u/{token}", 404, () -> system.post("/u/none", "", ""));
    told("POST /v1/suppressions", 404, () -> system.post("/v1/suppressions", world.key, ELSEWHERE));
    told(
        "DELETE /v1/suppressions",
        404,
        () -> system.call("DELETE", "/v1/suppressions", world.key, ELSEWHERE));
    told(
        "POST /v1/suppressions",
        200,
        () -> {
          suppress("twice@example.net");
          return system.post("/v1/suppressions", world.key, "{\"address\":\"twice@example.net\"}");
        });
    told(
        "POST /v1/suppressions/import",
        415,
        () -> system.post("/v1/suppressions/import", world.key, "a@example.net"));
    told("POST /v1/suppressions/import", 400, this::moreDomainsThanThereMayBe);
  }

  private Answer moreDomainsThanThereMayBe() {
    var domains = new StringBuilder();
    for (int i = 0; i <= Recipients.SUPPRESSED_DOMAINS_MAX; i++) {
      domains.append('d').append(i).append(".example\n");
    }
    return system.post(
        "/v1/suppressions/import",
        world.stranger().key(),
        domains.toString(),
        "content-type",
        "text/csv");
  }
}
