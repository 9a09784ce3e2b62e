package dev.posthouse.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Objects in buckets, in memory or in a folder. Thread-safe.
///
/// In a folder an object is a file of content, named by its key's digest and its ETag, and a
/// `.json` written after it that makes it count.
final class ObjectStore {
  /// What is known of an object besides its content.
  ///
  /// @param eTag hex MD5 of the content
  /// @param headers to give back with the content: its type, metadata and checksums
  record Stored(String key, long sizeBytes, String eTag, Instant at, Map<String, String> headers) {}

  private final @Nullable Path folder;

  /// The content, when there is no folder: by bucket, key and ETag.
  private final Map<String, byte[]> inMemory = new ConcurrentHashMap<>();

  private final Map<String, NavigableMap<String, Stored>> buckets = new ConcurrentHashMap<>();

  private ObjectStore(@Nullable Path folder) {
    this.folder = folder;
  }

  static ObjectStore inMemory() {
    return new ObjectStore(null);
  }

  /// @throws IOException if the folder cannot be read
  static ObjectStore inFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    var store = new ObjectStore(folder);
    try (Stream<Path> buckets = Files.list(folder)) {
      for (Path bucket : buckets.filter(Files::isDirectory).toList()) {
        store.load(bucket);
      }
    }
    return store;
  }

  private void load(Path bucket) throws IOException {
    NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    try (Stream<Path> files = Files.list(bucket)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        Stored stored = read(Json.read(Files.readAllBytes(file)));
        objects.put(stored.key(), stored);
      }
    }
    buckets.put(bucket.getFileName().toString(), objects);
  }

  /// Makes a bucket.
  ///
  /// @return false if it was there
  boolean create(String bucket) {
    try {
      if (folder != null) {
        Files.createDirectories(folder.resolve(bucket));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buckets.putIfAbsent(bucket, new ConcurrentSkipListMap<>()) == null;
  }

  /// The objects of a bucket by key, or nothing if there is no such bucket.
  Optional<NavigableMap<String, Stored>> objects(String bucket) {
    return Optional.ofNullable(buckets.get(bucket));
  }

  /// Keeps an object in an existing bucket. When this returns, it survives the end of the process.
  synchronized void put(String bucket, Stored stored, byte[] content) {
    NavigableMap<String, Stored> objects = objects(bucket).orElseThrow();
    Stored before = objects.get(stored.key());
    keep(bucket, stored, content);
    objects.put(stored.key(), stored);
    if (before != null && !before.eTag().equals(stored.eTag())) {
      drop(bucket, before);
    }
  }

  private void keep(String bucket, Stored stored, byte[] content) {
    if (folder == null) {
      inMemory.put(contentName(bucket, stored), content);
      return;
    }
    try {
      AtomicFile.write(folder.resolve(contentName(bucket, stored)), content);
      AtomicFile.write(json(folder, bucket, stored), Json.bytes(write(stored)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void delete(String bucket, String key) {
    Stored gone = objects(bucket).orElseThrow().remove(key);
    if (gone == null) {
      return;
    }
    try {
      if (folder != null) {
        Files.deleteIfExists(json(folder, bucket, gone));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    drop(bucket, gone);
  }

  private void drop(String bucket, Stored stored) {
    if (folder == null) {
      inMemory.remove(contentName(bucket, stored));
      return;
    }
    try {
      Files.deleteIfExists(folder.resolve(contentName(bucket, stored)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The content, or nothing if the object was replaced or deleted meanwhile.
  synchronized Optional<byte[]> content(String bucket, Stored stored) {
    if (folder == null) {
      return Optional.ofNullable(inMemory.get(contentName(bucket, stored)));
    }
    Path file = folder.resolve(contentName(bucket, stored));
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String contentName(String bucket, Stored stored) {
    return "%s/%s-%s".formatted(bucket, digest(stored.key()), stored.eTag());
  }

  private static Path json(Path folder, String bucket, Stored stored) {
    return folder.resolve(bucket).resolve(digest(stored.key()) + ".json");
  }

  /// Keys may be longer than file names, and hold any character.
  private static String digest(String key) {
    return Digests.hex("SHA-256", key.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode write(Stored stored) {
    ObjectNode json =
        Json.object()
            .put("key", stored.key())
            .put("sizeBytes", stored.sizeBytes())
            .put("eTag", stored.eTag())
            .put("at", stored.at().toString());
    ObjectNode headers = json.putObject("headers");
    stored.headers().forEach(headers::put);
    return json;
  }

  private static Stored read(JsonNode json) {
    Map<String, String> headers = new LinkedHashMap<>();
    json.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
    return new Stored(
        json.path("key").asString(),
        json.path("sizeBytes").asLong(),
        json.path("eTag").asString(),
        Instant.parse(json.path("at").asString()),
        headers);
  }
}
