package dev.posthouse.local.trigger;

import dev.posthouse.local.trigger.Functions.Outcome;
import dev.posthouse.local.trigger.Functions.Returned;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The template's SQS queues: a message goes to the function at once, comes again after the
/// visibility timeout if that failed, and in the end to the dead letters.
///
/// In memory: what waits in a queue is lost with the process.
public final class Queues {
  private static final JsonMapper JSON = JsonMapper.shared();

  private record Message(String id, String body, Instant sentAt) {}

  private final Map<String, QueueSource> queues;
  private final Functions functions;
  private final Timetable timetable;
  private final InstantSource clock;
  private final PrintStream log;

  public Queues(
      List<QueueSource> queues,
      Functions functions,
      Timetable timetable,
      InstantSource clock,
      PrintStream log) {
    this.queues = queues.stream().collect(Collectors.toMap(QueueSource::name, Function.identity()));
    this.functions = functions;
    this.timetable = timetable;
    this.clock = clock;
    this.log = log;
  }

  /// Sends a message.
  ///
  /// @throws IllegalArgumentException if there is no such queue
  public void send(String queue, String body) {
    QueueSource source = queues.get(queue);
    if (source == null) {
      throw new IllegalArgumentException("no queue " + queue);
    }
    if (source.function().isEmpty()) {
      log.println("kept in queue " + queue + ": " + body);
      return;
    }
    String function = source.function().get();
    Message message = new Message(UUID.randomUUID().toString(), body, clock.instant());
    timetable.at(message.sentAt(), () -> receive(source, function, message, 1));
  }

  private void receive(QueueSource source, String function, Message message, int count) {
    Outcome outcome = functions.invoke(function, function, event(source, message, count));
    if (done(source, outcome)) {
      return;
    }
    if (count < source.receivesMax()) {
      timetable.at(
          clock.instant().plus(source.visibilityTimeout()),
          () -> receive(source, function, message, count + 1));
    } else {
      source.deadLetters().ifPresent(queue -> send(queue, message.body()));
    }
  }

  private static boolean done(QueueSource source, Outcome outcome) {
    if (!(outcome instanceof Returned(_, byte[] payload))) {
      return false;
    }
    try {
      return !source.reportsItems()
          || payload.length == 0
          || JSON.readTree(payload).path("batchItemFailures").isEmpty();
    } catch (JacksonException e) {
      return false;
    }
  }

  private byte[] event(QueueSource source, Message message, int count) {
    ObjectNode event = JSON.createObjectNode();
    ObjectNode record = event.putArray("Records").addObject();
    record.put("messageId", message.id());
    record.put("receiptHandle", UUID.randomUUID().toString());
    record.put("body", message.body());
    ObjectNode attributes = record.putObject("attributes");
    attributes.put("ApproximateReceiveCount", Integer.toString(count));
    attributes.put("SentTimestamp", Long.toString(message.sentAt().toEpochMilli()));
    attributes.put("SenderId", LocalArn.ACCOUNT);
    attributes.put(
        "ApproximateFirstReceiveTimestamp", Long.toString(message.sentAt().toEpochMilli()));
    record.putObject("messageAttributes");
    record.put("md5OfBody", md5(message.body()));
    record.put("eventSource", "aws:sqs");
    record.put("eventSourceARN", LocalArn.of("sqs", source.name()));
    record.put("awsRegion", LocalArn.REGION);
    return JSON.writeValueAsBytes(event);
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
