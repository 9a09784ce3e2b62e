package dev.posthouse.local.trigger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What waits in the queues, kept in a file: a line for each state of a message and one for its
/// end. Without a file, nothing is kept.
final class MessageJournal {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Optional<Path> file;

  MessageJournal(Optional<Path> file) {
    this.file = file;
  }

  /// A message as it waits.
  ///
  /// @param receives how often it came
  /// @param visibleAt when it comes next
  record Waiting(
      String id, String queue, String body, Instant sentAt, int receives, Instant visibleAt) {
    Waiting received() {
      return new Waiting(id, queue, body, sentAt, receives + 1, visibleAt);
    }

    Waiting until(Instant at) {
      return new Waiting(id, queue, body, sentAt, receives, at);
    }
  }

  /// What the last process left behind; the file then holds no more than that.
  List<Waiting> open() throws IOException {
    Map<String, Waiting> waiting = new LinkedHashMap<>();
    if (file.isPresent() && Files.exists(file.get())) {
      for (String line : Files.readAllLines(file.get())) {
        read(line, waiting);
      }
    }
    if (file.isPresent()) {
      Path fresh = file.get().resolveSibling(file.get().getFileName() + ".new");
      Files.write(fresh, waiting.values().stream().map(MessageJournal::line).toList());
      Files.move(fresh, file.get(), StandardCopyOption.REPLACE_EXISTING);
    }
    return new ArrayList<>(waiting.values());
  }

  private static void read(String line, Map<String, Waiting> waiting) {
    try {
      JsonNode json = JSON.readTree(line);
      if (json.has("done")) {
        waiting.remove(json.path("done").asString());
      } else {
        waiting.put(
            json.path("id").asString(),
            new Waiting(
                json.path("id").asString(),
                json.path("queue").asString(),
                json.path("body").asString(),
                Instant.parse(json.path("sentAt").asString()),
                json.path("receives").asInt(),
                Instant.parse(json.path("visibleAt").asString())));
      }
    } catch (JacksonException e) {
      // The last line of a process that was killed while it wrote.
    }
  }

  void put(Waiting message) {
    append(line(message));
  }

  void done(String id) {
    append(JSON.createObjectNode().put("done", id).toString());
  }

  private static String line(Waiting message) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", message.id());
    json.put("queue", message.queue());
    json.put("body", message.body());
    json.put("sentAt", message.sentAt().toString());
    json.put("receives", message.receives());
    json.put("visibleAt", message.visibleAt().toString());
    return json.toString();
  }

  private synchronized void append(String line) {
    if (file.isPresent()) {
      try {
        Files.write(
            file.get(),
            (line + "\n").getBytes(StandardCharsets.UTF_8),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
