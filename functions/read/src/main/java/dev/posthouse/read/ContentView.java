package dev.posthouse.read;

import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.Attachments;
import dev.posthouse.domain.outbound.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message says, as the API shows it.
record ContentView(
    String id, @Nullable String text, @Nullable String html, List<FileView> attachments) {
  static ContentView of(Message message, Content content, Attachments attachments) {
    return new ContentView(
        message.id().value(),
        content.text(),
        content.html(),
        message.attachments().stream()
            .map(file -> FileView.of(file, attachments::link))
            .toList());
  }
}
