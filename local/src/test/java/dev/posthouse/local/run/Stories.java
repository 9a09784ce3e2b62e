package dev.posthouse.local.run;

import dev.posthouse.local.run.LocalSystem.Answer;
import dev.posthouse.testbed.OpenApi;
import dev.posthouse.testbed.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Calls that answer with a status which only comes about in a certain state, each with what brings
/// that state about.
abstract class Stories {
  final ApiWorld world;
  final LocalSystem system;
  private final List<Story> all = new ArrayList<>();

  Stories(ApiWorld world) {
    this.world = world;
    this.system = world.system;
  }

  /// One of them.
  ///
  /// @param route as `openapi.yaml` has it, such as `GET /v1/keys`
  record Story(String route, int status, Supplier<Answer> call) {
    @Override
    public String toString() {
      return route + " " + status;
    }
  }

  /// All there are.
  static Stream<Story> of(ApiWorld world) {
    return Stream.of(
            new AccessStories(world),
            new AgentStories(world),
            new IdentityStories(world),
            new MailStories(world),
            new SendStories(world),
            new SuppressionStories(world),
            new WebhookStories(world))
        .flatMap(stories -> stories.all.stream());
  }

  final void told(String route, int status, Supplier<Answer> call) {
    all.add(new Story(route, status, call));
  }

  /// The text of that member.
  static String id(JsonNode node, String name) {
    return node.path(name).asString();
  }

  static Operation operation(String route) {
    return OpenApi.get().operation(route).orElseThrow();
  }

  /// A message to send.
  static String mail(String to) {
    return "{\"to\":\"%s\",\"subject\":\"S\",\"text\":\"T\"}".formatted(to);
  }

  /// The last answer: the first of that status, else the one of the last time.
  static Answer repeated(int times, int until, Supplier<Answer> call) {
    Answer last = call.get();
    for (int i = 1; i < times && last.status() != until; i++) {
      last = call.get();
    }
    return last;
  }

  /// The token of a mailbox that has sent its last.
  final String retired() {
    String token = world.mailbox().token();
    LocalSystem.expect(200, system.call("DELETE", "/v1/mailboxes/self", token, ""));
    return token;
  }

  final void suppress(String address) {
    system.post("/v1/suppressions", world.key, "{\"address\":\"%s\"}".formatted(address));
  }

  final void release(String address) {
    String body = "{\"address\":\"%s\"}".formatted(address);
    LocalSystem.expect(204, system.call("DELETE", "/v1/suppressions", world.key, body));
  }
}
