package dev.posthouse.read;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testing.Fixtures;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every route, asked by those who may not.
class IsolationTest {
  private final Mailroom room = new Mailroom();
  private final Message message = room.withFile(person(), NOW);

  private record Call(String method, String path, @Nullable String body) {}

  private List<Call> calls() {
    String id = message.id().value();
    String conversation = message.conversation().value();
    return List.of(
        new Call("GET", room.messages(""), null),
        new Call("GET", "/v1/mailboxes/self/messages/" + id, null),
        new Call("GET", "/v1/mailboxes/self/messages/" + id + "/content", null),
        new Call("GET", "/v1/messages/" + id, null),
        new Call("GET", "/v1/messages/" + id + "/content", null),
        new Call("PATCH", "/v1/messages/" + id, "{\"read\":true}"),
        new Call("DELETE", "/v1/messages/" + id, null),
        new Call("GET", "/v1/attachments/" + message.attachments().getFirst().id(), null),
        new Call("GET", "/v1/threads/" + conversation, null),
        new Call("GET", room.path("/conversations"), null),
        new Call("GET", room.path("/conversations/" + conversation), null),
        new Call("PATCH", room.path("/conversations/" + conversation), "{\"archived\":true}"),
        new Call("GET", room.path("/labels/stats"), null));
  }

  private void allRefuse(Caller caller, int status, String code) {
    for (Call call : calls()) {
      room.deployment.refused(status, code, () -> ask(caller, call));
    }
  }

  private static Answer ask(Caller caller, Call call) {
    return caller.call(call.method(), call.path(), call.body(), Map.of());
  }

  @Test
  void theseAreAllRoutes() {
    assertThat(new ReadHandler(room.deployment).routes()).hasSameSizeAs(calls());
  }

  @Test
  void anotherTenantFindsNothing() {
    Caller stranger = room.stranger();

    allRefuse(stranger, 404, "not_found");
    assertThat(room.ports.messages().find(room.roster.identity(), message.id())).contains(message);
  }

  @Test
  void anotherTenantIsToldNoMoreThanOfWhatDoesNotExist() {
    Caller stranger = room.stranger();
    String other = "msg_01J0000000000000000000000Z";

    String foreign = stranger.get("/v1/messages/" + message.id()).text("detail");

    assertThat(foreign.replace(message.id().value(), other))
        .isEqualTo(stranger.get("/v1/messages/" + other).text("detail"));
  }

  @Test
  void nobodyGetsInWithoutAKey() {
    allRefuse(room.deployment.nobody(), 401, "missing_token");
    allRefuse(room.deployment.caller("sk_live_wrong"), 401, "invalid_token");
  }

  @Test
  void aKeyWithoutTheScopeIsRefused() {
    allRefuse(
        room.deployment.caller(room.tenant, Scope.IDENTITY_READ, Scope.EVENTS_READ),
        403,
        "missing_scope");
  }

  @Test
  void anotherIdentityOfTheTenantHasNotTheConversation() {
    Roster other = Fixtures.pool(room.ports, room.tenant.id(), 100, 90);
    String path =
        "/v1/identities/" + other.handle() + "/conversations/" + message.conversation().value();

    room.deployment.refused(404, "not_found", () -> room.caller.get(path));
    room.deployment.refused(404, "not_found", () -> room.caller.patch(path, "{\"archived\":true}"));
  }

  @Test
  void whatHasNoShapeOfAnIdIsNotFound() {
    for (String id : List.of("x", "msg_", "%20", "..%2f", "conv_zz", "%00", "'")) {
      for (String path :
          List.of(
              "/v1/messages/" + id,
              "/v1/messages/" + id + "/content",
              "/v1/threads/" + id,
              room.path("/conversations/" + id),
              "/v1/identities/" + id + "/conversations",
              "/v1/identities/" + id + "/labels/stats")) {
        room.deployment.refused(404, "not_found", () -> room.caller.get(path));
      }
    }
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() {
    Answer answer =
        room.deployment.refused(
            405, "method_not_allowed", () -> room.caller.put("/v1/messages/" + message.id(), "{}"));

    assertThat(answer.headers()).containsEntry("allow", "DELETE, GET, PATCH");
  }
}
