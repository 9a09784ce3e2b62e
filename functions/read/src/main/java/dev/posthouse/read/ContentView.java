package dev.posthouse.read;

import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.Attachments;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.lambda.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message says, as the API shows it.
///
/// @param clipped true where text or HTML is longer than an answer may be; else null
record ContentView(
    String id,
    @Nullable String text,
    @Nullable String html,
    @Nullable Boolean clipped,
    List<FileView> attachments) {
  /// Most octets of an answer: Lambda takes 6 MB with everything around it.
  static final int ANSWER_BYTES_MAX = 5 << 20;

  /// Characters of each body that always fit: none takes more than 6 octets as JSON.
  static final int CLIPPED_MAX = 300_000;

  static ContentView of(Message message, Content content, Attachments attachments) {
    return new ContentView(
        message.id().value(),
        content.text(),
        content.html(),
        null,
        message.attachments().stream().map(file -> FileView.of(file, attachments::link)).toList());
  }

  HttpResponse answer() {
    HttpResponse whole = HttpResponse.json(200, this);
    String body = String.valueOf(whole.body());
    return body.getBytes(StandardCharsets.UTF_8).length <= ANSWER_BYTES_MAX
        ? whole
        : HttpResponse.json(200, new ContentView(id, clip(text), clip(html), true, attachments));
  }

  private static @Nullable String clip(@Nullable String body) {
    return body == null || body.length() <= CLIPPED_MAX ? body : body.substring(0, CLIPPED_MAX);
  }
}
