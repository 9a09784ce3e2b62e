package dev.posthouse.local.run;

import dev.posthouse.local.run.LocalSystem.Answer;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Sends, replies, and what becomes of their jobs.
final class SendStories extends Stories {
  private static final String TEXT = "{\"text\":\"T\"}";

  SendStories(ApiWorld world) {
    super(world);
    for (String path : List.of("/v1/messages/send", "/v1/mailboxes/self/send")) {
      String route = "POST " + path;
      anySend(route, path, world.ada.token());
      told(
          route,
          402,
          () -> system.post(path, world.stranger().mailboxToken(), mail("z@example.com")));
      told(route, 409, () -> system.post(path, retired(), mail("z@example.com")));
      String from = "{\"from\":\"" + world.ada.address() + "\",";
      told(
          route,
          429,
          () -> system.post(path, spent(world.ada.address()), toSomebody().replace("{", from)));
    }
    String send = LocalSystem.sendPath(new LocalSystem.Account(world.key, world.handle));
    anySend("POST /v1/identities/{handle}/send", send, world.key);
    told(
        "POST /v1/identities/{handle}/send",
        429,
        () -> system.post(send, spent(world.handle), toSomebody()));
    replies();
    jobs();
  }

  private void anySend(String route, String path, String bearer) {
    told(route, 200, () -> system.post(path + "?dryRun=true", bearer, mail("z@example.com")));
    told(route, 422, () -> system.post(path, bearer, mail("no address")));
  }

  private String toSomebody() {
    return mail(world.unique("budget") + "@example.com");
  }

  /// A key of that sender whose budget is nothing.
  private String spent(String sender) {
    String body =
        "{\"name\":\"spent\",\"identities\":[\"%s\"],\"budget\":{\"sendsPerDay\":0}}"
            .formatted(sender);
    return id(world.minted(body), "key");
  }

  private void replies() {
    String route = "POST /v1/messages/{messageId}/reply";
    Supplier<String> reply =
        () -> "/v1/messages/" + id(world.written(world.bob, world.ada), "id") + "/reply";
    told(route, 200, () -> system.post(reply.get() + "?dryRun=true", world.ada.token(), TEXT));
    told(route, 402, this::replyWithoutCredits);
    told(
        route,
        422,
        () -> {
          String path = reply.get();
          suppress(world.bob.address());
          Answer answer = system.post(path, world.ada.token(), TEXT);
          release(world.bob.address());
          return answer;
        });
    told(route, 429, () -> system.post(reply.get(), spent(world.ada.address()), TEXT));
  }

  /// An answer to somebody outside, of a mailbox whose tenant has no credits.
  private Answer replyWithoutCredits() {
    ApiWorld.Stranger poor = world.stranger();
    String asked = mail(poor.box().address()).replace("{", "{\"replyTo\":\"out@example.com\",");
    LocalSystem.expect(202, system.post("/v1/messages/send", world.ada.token(), asked));
    system.advance("PT1S");
    JsonNode got = system.get("/v1/mailboxes/self/messages", poor.mailboxToken()).body();
    String message = got.at("/items/0/id").asString();
    return system.post("/v1/messages/" + message + "/reply", poor.mailboxToken(), TEXT);
  }

  private void jobs() {
    told(
        "GET /v1/outbound-jobs",
        404,
        () -> system.get("/v1/outbound-jobs?identity=nobody@example.com", world.key));
    told("POST /v1/outbound-jobs/{id}/cancel", 409, () -> ended("POST", "/cancel", ""));
    told(
        "PATCH /v1/outbound-jobs/{id}",
        409,
        () -> ended("PATCH", "", "{\"sendAt\":\"2031-05-15T10:00:00.000Z\"}"));
    told("PATCH /v1/outbound-jobs/{id}", 429, this::crowded);
    told(
        "POST /v1/outbound-jobs/{id}/resolution",
        409,
        () ->
            system.post(
                "/v1/outbound-jobs/" + world.scheduled() + "/resolution",
                LocalRun.ADMIN_KEY,
                "{\"resolution\":\"sent\"}"));
  }

  private Answer ended(String method, String path, String body) {
    String job = id(world.sent(world.unique("ended-") + "@example.com"), "outboundJobId");
    system.advance("PT1M");
    return system.call(method, "/v1/outbound-jobs/" + job + path, world.key, body);
  }

  /// Nothing is left of the day it is to go on.
  private Answer crowded() {
    String handle = world.identity();
    String job = world.scheduled(handle);
    String pool = "/v1/identities/" + handle + "/pool";
    JsonNode mailboxes =
        LocalSystem.expect(200, system.get(pool, world.key)).body().path("mailboxes");
    for (JsonNode mailbox : mailboxes) {
      String path = pool + "/" + id(mailbox, "address");
      LocalSystem.expect(200, system.call("PATCH", path, LocalRun.ADMIN_KEY, "{\"dailyCap\":0}"));
    }
    String later = "{\"sendAt\":\"2031-05-20T10:00:00.000Z\"}";
    return system.call("PATCH", "/v1/outbound-jobs/" + job, world.key, later);
  }
}
