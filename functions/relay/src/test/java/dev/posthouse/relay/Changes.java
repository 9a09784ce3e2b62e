package dev.posthouse.relay;

import dev.posthouse.dynamodb.StreamRecords;
import dev.posthouse.dynamodb.StreamRecords.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Changes of one job, made from the sample in `events/`.
final class Changes {
  private static final Map<String, AttributeValue> QUEUED = sample();

  private Changes() {}

  private static Map<String, AttributeValue> sample() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("template.yaml"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no template.yaml above the module");
    }
    try (var stream = Files.newInputStream(folder.resolve("events/stream.json"))) {
      return StreamRecords.read(stream).getFirst().newImage().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The job was accepted.
  static Change accepted(String record, String job) {
    return new Change(record, Optional.empty(), Optional.of(queued(job)));
  }

  /// The job was claimed.
  static Change claimed(String record, String job) {
    return new Change(record, Optional.of(queued(job)), Optional.of(sending(job)));
  }

  /// SES took it, or the recipient's server even.
  static Change sent(String record, String job, boolean delivered) {
    Map<String, AttributeValue> after = new HashMap<>(queued(job));
    after.put("status", AttributeValue.fromS("sent"));
    after.put("attempts", AttributeValue.fromN("1"));
    after.put("version", AttributeValue.fromN("3"));
    after.put("sesMessageId", AttributeValue.fromS("0100018f"));
    after.put("sentAt", AttributeValue.fromN("1936526401000"));
    after.put("endedAt", AttributeValue.fromN("1936526401000"));
    after.put("updatedAt", AttributeValue.fromN("1936526401000"));
    if (delivered) {
      after.put("delivery", AttributeValue.fromS("delivered"));
      after.put("outcomeAt", AttributeValue.fromN("1936526402000"));
    }
    return new Change(record, Optional.of(sending(job)), Optional.of(after));
  }

  /// Nobody knows whether SES took it.
  static Change uncertain(String record, String job) {
    Map<String, AttributeValue> after = new HashMap<>(sending(job));
    after.put("status", AttributeValue.fromS("uncertain"));
    after.put("version", AttributeValue.fromN("3"));
    after.put("dueAt", AttributeValue.fromN("1936527300000"));
    return new Change(record, Optional.of(sending(job)), Optional.of(after));
  }

  /// A record of a job that nobody can read.
  static Change broken(String record, String job) {
    Map<String, AttributeValue> after = new HashMap<>(queued(job));
    after.put("status", AttributeValue.fromS("no such status"));
    return new Change(record, Optional.empty(), Optional.of(after));
  }

  private static Map<String, AttributeValue> queued(String job) {
    Map<String, AttributeValue> image = new HashMap<>(QUEUED);
    image.put("pk", AttributeValue.fromS("JOB#" + job));
    return image;
  }

  private static Map<String, AttributeValue> sending(String job) {
    Map<String, AttributeValue> image = new HashMap<>(queued(job));
    image.put("status", AttributeValue.fromS("sending"));
    image.put("attempts", AttributeValue.fromN("1"));
    image.put("version", AttributeValue.fromN("2"));
    image.put("leaseUntil", AttributeValue.fromN("1936526490000"));
    return image;
  }
}
