package dev.posthouse.read;

import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.SdkFaults;

/// What came and what went: messages, threads, conversations. It changes only what their owner says
/// of them.
public final class ReadHandler extends HttpFunction {
  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public ReadHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public ReadHandler(Platform platform) {
    super(platform, SdkFaults::classify);
    ReadWiring wiring = ReadWiring.of(platform);
    var messages = new MessageRoutes(wiring);
    route("GET /v1/mailboxes/self/messages", messages::list);
    route("GET /v1/mailboxes/self/messages/{messageId}", messages::show);
    route("GET /v1/mailboxes/self/messages/{messageId}/content", messages::content);
    route("GET /v1/messages/{messageId}", messages::show);
    route("PATCH /v1/messages/{messageId}", messages::change);
    route("DELETE /v1/messages/{messageId}", messages::delete);
    route("GET /v1/messages/{messageId}/content", messages::content);
    route("GET /v1/attachments/{attachmentId}", messages::attachment);
    var conversations = new ConversationRoutes(wiring);
    route("GET /v1/threads/{convId}", conversations::thread);
    route("GET /v1/identities/{handle}/conversations", conversations::list);
    route("GET /v1/identities/{handle}/conversations/{convId}", conversations::show);
    route("PATCH /v1/identities/{handle}/conversations/{convId}", conversations::change);
    route("GET /v1/identities/{handle}/labels/stats", conversations::labels);
  }
}
