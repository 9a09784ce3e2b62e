package dev.posthouse.local.run;

/// Keys, tokens and tenants.
final class AccessStories extends Stories {
  private static final int REISSUES_MAX = 20;
  private static final int ROTATIONS_MAX = 30;

  AccessStories(ApiWorld world) {
    super(world);
    told(
        "POST /public/token/reissue",
        429,
        () ->
            repeated(
                REISSUES_MAX,
                429,
                () -> system.post("/public/token/reissue", "", "{\"mailboxAlias\":\"nobody\"}")));
    told(
        "POST /v1/auth/token/rotate",
        429,
        () -> {
          String token = id(world.minted("{\"name\":\"many\"}"), "key");
          return repeated(
              ROTATIONS_MAX, 429, () -> system.post("/v1/auth/token/rotate", token, "{}"));
        });
    told(
        "POST /v1/auth/tokens",
        404,
        () ->
            system.post(
                "/v1/auth/tokens",
                LocalRun.ADMIN_KEY,
                "{\"tenantId\":\"tnt_0000000000000000\",\"scopes\":[\"mail:read\"]}"));
    tenants("/v1/tenants/" + world.tenant);
  }

  private void tenants(String path) {
    told(
        "POST /v1/tenants/{tenantId}/review-decision",
        409,
        () ->
            system.post(
                path + "/review-decision", LocalRun.ADMIN_KEY, "{\"decision\":\"reinstate\"}"));
    told(
        "POST /v1/tenants/{tenantId}/credits",
        409,
        () ->
            system.post(
                path + "/credits",
                LocalRun.ADMIN_KEY,
                "{\"credits\":-1000000,\"reason\":\"More than there is.\"}"));
  }
}
