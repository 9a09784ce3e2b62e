package dev.posthouse.local.run;

import dev.posthouse.local.run.LocalSystem.Answer;
import dev.posthouse.testbed.Operation;
import java.util.ArrayList;

/// Mailboxes, their messages, and conversations.
final class MailStories extends Stories {
  private static final int LABELS_AT_ONCE = 15;

  MailStories(ApiWorld world) {
    super(world);
    told(
        "PATCH /v1/mailboxes/self",
        409,
        () -> system.call("PATCH", "/v1/mailboxes/self", retired(), "{\"displayName\":\"X\"}"));
    told("PATCH /v1/mailboxes/self", 404, () -> self("PATCH", "{\"displayName\":\"X\"}"));
    told("GET /v1/mailboxes/self", 404, () -> self("GET", ""));
    told("DELETE /v1/mailboxes/self", 404, () -> self("DELETE", ""));
    told(
        "GET /v1/mailboxes/self/messages",
        404,
        () -> system.get("/v1/mailboxes/self/messages?identity=nobody@example.com", world.key));
    told("PATCH /v1/messages/{messageId}", 409, this::unreadOfOurOwn);
    told("DELETE /v1/messages/{messageId}", 409, this::notYetGone);
    told("PATCH /v1/identities/{handle}/conversations/{convId}", 409, this::tooManyLabels);
  }

  /// A key bound to an identity with a pool has no self-serve mailbox.
  private Answer self(String method, String body) {
    String bound =
        id(world.minted("{\"name\":\"b\",\"identities\":[\"%s\"]}".formatted(world.handle)), "key");
    return system.call(method, "/v1/mailboxes/self", bound, body);
  }

  private Answer unreadOfOurOwn() {
    Answer sent = system.post("/v1/messages/send", world.ada.token(), mail(world.bob.address()));
    system.advance("PT1S");
    return system.call(
        "PATCH",
        "/v1/messages/" + id(sent.body(), "messageId"),
        world.ada.token(),
        "{\"read\":false}");
  }

  private Answer notYetGone() {
    String later =
        "{\"to\":\"%s@example.com\",\"subject\":\"S\",\"text\":\"T\",\"sendAt\":\"%s\"}"
            .formatted(world.unique("l"), system.now().plusSeconds(3_600));
    Answer sent = system.post("/v1/messages/send", world.ada.token(), later);
    String message = id(LocalSystem.expect(202, sent).body(), "messageId");
    system.advance("PT1S");
    return system.call("DELETE", "/v1/messages/" + message, world.ada.token(), "");
  }

  private Answer tooManyLabels() {
    Operation change = operation("PATCH /v1/identities/{handle}/conversations/{convId}");
    return repeated(
        4,
        409,
        () -> {
          var labels = new ArrayList<String>();
          for (int n = 0; n < LABELS_AT_ONCE; n++) {
            labels.add("\"" + world.unique("label ") + "\"");
          }
          String added = "{\"labels\":{\"add\":[" + String.join(",", labels) + "]}}";
          return system.call(change.method(), world.path(change), world.key, added);
        });
  }
}
