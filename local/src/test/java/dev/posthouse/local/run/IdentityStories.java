package dev.posthouse.local.run;

/// Identities, their pools and domains.
final class IdentityStories extends Stories {
  IdentityStories(ApiWorld world) {
    super(world);
    told(
        "PATCH /v1/identities/{handle}",
        409,
        () -> {
          String path = "/v1/identities/" + world.identity();
          LocalSystem.expect(200, system.call("DELETE", path, world.key, ""));
          return system.call("PATCH", path, world.key, "{\"paused\":false}");
        });
    told(
        "PATCH /v1/identities/{handle}",
        409,
        () -> system.call("PATCH", selfServe(), world.key, "{\"tier\":\"growth\"}"));
    told(
        "DELETE /v1/identities/{handle}",
        409,
        () -> system.call("DELETE", selfServe(), world.key, ""));
    pools("/v1/identities/" + world.otherHandle + "/pool");
    domains("/v1/identities/" + world.otherHandle + "/domains");
  }

  private String selfServe() {
    return "/v1/identities/" + world.ada.address();
  }

  private void pools(String pool) {
    told(
        "POST /v1/identities/{handle}/pool",
        409,
        () ->
            system.post(
                pool, LocalRun.ADMIN_KEY, "{\"address\":\"%s\"}".formatted(world.poolAddress())));
    told(
        "PATCH /v1/identities/{handle}/pool/{address}",
        409,
        () -> {
          String address = system.get(pool, world.key).body().at("/mailboxes/0/address").asString();
          String path = pool + "/" + address;
          system.call("PATCH", path, LocalRun.ADMIN_KEY, "{\"state\":\"retired\"}");
          return system.call("PATCH", path, LocalRun.ADMIN_KEY, "{\"state\":\"active\"}");
        });
  }

  private void domains(String domains) {
    String acme = "{\"domain\":\"again.acme.example\"}";
    told(
        "POST /v1/identities/{handle}/domains",
        200,
        () -> {
          LocalSystem.expect(201, system.post(domains, world.key, acme));
          return system.post(domains, world.key, acme);
        });
    told(
        "POST /v1/identities/{handle}/domains",
        409,
        () -> system.post(selfServe() + "/domains", world.key, acme));
    told(
        "POST /v1/identities/{handle}/domains",
        422,
        () -> system.post(domains, world.key, "{\"domain\":\"acme.io\",\"register\":true}"));
  }
}
