package dev.posthouse.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every mail that was accepted for sending, in memory or in a folder. Thread-safe.
///
/// In a folder a mail is an `.eml` and, written after it, a `.json` that makes it count: a process
/// that is killed in between leaves no half mail.
public final class MailSpool {
  /// What is known of a mail besides its bytes.
  ///
  /// @param id SES's message id
  /// @param at when it was accepted
  /// @param from the envelope's sender
  /// @param to the envelope's recipients
  /// @param subject decoded; empty if there is none
  /// @param configurationSet empty if none was named
  /// @param tenant SES's tenant; empty if none was named
  /// @param tags by name
  public record Mail(
      String id,
      Instant at,
      String from,
      List<String> to,
      String subject,
      String configurationSet,
      String tenant,
      Map<String, String> tags) {
    public Mail {
      to = List.copyOf(to);
      tags = Map.copyOf(tags);
    }
  }

  private record Stored(long number, Mail mail) {}

  private final @Nullable Path folder;
  private final Map<String, Stored> byId = new ConcurrentHashMap<>();

  /// The bytes, when there is no folder.
  private final Map<String, byte[]> inMemory = new ConcurrentHashMap<>();

  private final NavigableMap<Long, Mail> byNumber = new ConcurrentSkipListMap<>();
  private final AtomicLong lastNumber = new AtomicLong();

  private MailSpool(@Nullable Path folder) {
    this.folder = folder;
  }

  /// A spool that is gone when the process ends.
  public static MailSpool inMemory() {
    return new MailSpool(null);
  }

  /// The spool in that folder, which is made if it is not there.
  ///
  /// @throws IOException if it cannot be read
  public static MailSpool inFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    var spool = new MailSpool(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        JsonNode json = Json.read(Files.readAllBytes(file));
        spool.index(new Stored(json.path("number").asLong(), read(json)));
      }
    }
    return spool;
  }

  private void index(Stored stored) {
    byId.put(stored.mail().id(), stored);
    byNumber.put(stored.number(), stored.mail());
    lastNumber.accumulateAndGet(stored.number(), Math::max);
  }

  /// Keeps a mail. When this returns, it survives the end of the process.
  public void add(Mail mail, byte[] bytes) {
    keep(mail.id(), bytes);
    show(mail);
  }

  /// Keeps the bytes of a mail that does not count yet.
  void keep(String id, byte[] bytes) {
    if (folder == null) {
      inMemory.put(id, bytes.clone());
      return;
    }
    try {
      Files.write(folder.resolve(id + ".eml"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a mail count whose bytes are kept.
  void show(Mail mail) {
    var stored = new Stored(lastNumber.incrementAndGet(), mail);
    if (folder != null) {
      ObjectNode json = write(mail).put("number", stored.number());
      try {
        AtomicFile.write(folder.resolve(mail.id() + ".json"), Json.bytes(json));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    index(stored);
  }

  /// Makes a mail count that was accepted just before the process ended.
  void restore(Mail mail) {
    if (!byId.containsKey(mail.id())) {
      show(mail);
    }
  }

  /// Mail newest first.
  ///
  /// @param to only mail with this recipient, in any case
  /// @param from only mail of this sender, in any case
  /// @param limit at most so many
  public List<Mail> list(Optional<String> to, Optional<String> from, int limit) {
    return byNumber.descendingMap().values().stream()
        .filter(mail -> from.isEmpty() || mail.from().equalsIgnoreCase(from.get()))
        .filter(mail -> to.isEmpty() || mail.to().stream().anyMatch(to.get()::equalsIgnoreCase))
        .limit(limit)
        .toList();
  }

  /// All mail accepted at that time or later, oldest first.
  List<Mail> since(Instant at) {
    List<Mail> found = new ArrayList<>(byNumber.values());
    found.removeIf(mail -> mail.at().isBefore(at));
    found.sort(Comparator.comparing(Mail::at));
    return found;
  }

  /// One mail.
  public Optional<Mail> find(String id) {
    return Optional.ofNullable(byId.get(id)).map(Stored::mail);
  }

  /// The message as it left, RFC 5322.
  public Optional<byte[]> raw(String id) {
    if (folder == null) {
      return Optional.ofNullable(inMemory.get(id)).map(byte[]::clone);
    }
    if (!byId.containsKey(id)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(id + ".eml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many mails there are.
  public int size() {
    return byId.size();
  }

  static ObjectNode write(Mail mail) {
    ObjectNode json =
        Json.object()
            .put("id", mail.id())
            .put("at", mail.at().toString())
            .put("from", mail.from())
            .put("subject", mail.subject())
            .put("configurationSet", mail.configurationSet())
            .put("tenant", mail.tenant());
    json.set("to", Json.texts(mail.to()));
    ObjectNode tags = json.putObject("tags");
    mail.tags().forEach(tags::put);
    return json;
  }

  static Mail read(JsonNode json) {
    Map<String, String> tags = new LinkedHashMap<>();
    json.path("tags")
        .properties()
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
    List<String> to = new ArrayList<>();
    json.path("to").forEach(address -> to.add(address.asString()));
    return new Mail(
        json.path("id").asString(),
        Instant.parse(json.path("at").asString()),
        json.path("from").asString(),
        to,
        json.path("subject").asString(),
        json.path("configurationSet").asString(),
        json.path("tenant").asString(),
        tags);
  }
}
