package dev.posthouse.local.trigger;

import static java.util.Objects.requireNonNull;

import dev.posthouse.local.trigger.Functions.Outcome;
import dev.posthouse.local.trigger.Functions.Returned;
import dev.posthouse.local.trigger.MessageJournal.Waiting;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The template's SQS queues. A message goes to the function when its delay is over, comes again
/// after the visibility timeout, or when the function said, if that failed, and in the end goes to
/// the dead letters.
public final class Queues {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, QueueSource> queues;
  private final Functions functions;
  private final Timetable timetable;
  private final InstantSource clock;
  private final PrintStream log;
  private final MessageJournal journal;

  /// By the receipt of a message that is being worked on: how long it is to be hidden.
  private final Map<String, Optional<Duration>> receipts = new ConcurrentHashMap<>();

  private final Map<String, Waiting> kept = new ConcurrentHashMap<>();

  /// @param file what waits is kept there; empty to keep it in memory
  /// @throws IOException if the file cannot be used
  public Queues(
      List<QueueSource> queues,
      Functions functions,
      Timetable timetable,
      InstantSource clock,
      PrintStream log,
      Optional<Path> file)
      throws IOException {
    this.queues = queues.stream().collect(Collectors.toMap(QueueSource::name, Function.identity()));
    this.functions = functions;
    this.timetable = timetable;
    this.clock = clock;
    this.log = log;
    this.journal = new MessageJournal(file);
    journal.open().stream()
        .filter(message -> this.queues.containsKey(message.queue()))
        .forEach(this::await);
  }

  /// Sends a message.
  ///
  /// @throws IllegalArgumentException if there is no such queue
  public void send(String queue, String body) {
    send(queue, body, Duration.ZERO);
  }

  /// Whether there is such a queue.
  public boolean has(String queue) {
    return queues.containsKey(queue);
  }

  /// Sends a message that comes after a delay.
  ///
  /// @return its id
  /// @throws IllegalArgumentException if there is no such queue
  public String send(String queue, String body, Duration delay) {
    if (!queues.containsKey(queue)) {
      throw new IllegalArgumentException("no queue " + queue);
    }
    Instant now = clock.instant();
    String id = UUID.randomUUID().toString();
    var message = new Waiting(id, queue, body, now, 0, now.plus(delay));
    journal.put(message);
    await(message);
    return id;
  }

  /// Lets a message that is being worked on come again after that time, unless it is done with.
  ///
  /// @return false if no message has that receipt now
  public boolean hide(String receipt, Duration time) {
    return receipts.replace(receipt, Optional.of(time)) != null;
  }

  /// The bodies of the messages that nobody takes from that queue.
  public List<String> kept(String queue) {
    return kept.values().stream()
        .filter(message -> message.queue().equals(queue))
        .map(Waiting::body)
        .toList();
  }

  private void await(Waiting message) {
    QueueSource source = requireNonNull(queues.get(message.queue()));
    source
        .function()
        .ifPresentOrElse(
            function -> timetable.at(message.visibleAt(), () -> receive(source, function, message)),
            () -> {
              kept.put(message.id(), message);
              log.println("kept in queue " + message.queue() + ": " + message.body());
            });
  }

  private void receive(QueueSource source, String function, Waiting waiting) {
    Waiting message = waiting.received();
    String receipt = UUID.randomUUID().toString();
    receipts.put(receipt, Optional.empty());
    Outcome outcome = functions.invoke(function, function, event(source, message, receipt));
    Optional<Duration> hidden = requireNonNull(receipts.remove(receipt));
    if (done(source, outcome)) {
      journal.done(message.id());
    } else if (message.receives() < source.receivesMax()) {
      Waiting again =
          message.until(clock.instant().plus(hidden.orElse(source.visibilityTimeout())));
      journal.put(again);
      await(again);
    } else {
      source.deadLetters().ifPresent(queue -> send(queue, message.body()));
      journal.done(message.id());
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

  private static byte[] event(QueueSource source, Waiting message, String receipt) {
    ObjectNode event = JSON.createObjectNode();
    ObjectNode record = event.putArray("Records").addObject();
    record.put("messageId", message.id());
    record.put("receiptHandle", receipt);
    record.put("body", message.body());
    ObjectNode attributes = record.putObject("attributes");
    attributes.put("ApproximateReceiveCount", Integer.toString(message.receives()));
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
