package dev.posthouse.local.aws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is due, and when. Thread-safe.
///
/// With a file it is a journal: a line when something becomes due, another when it is done. What
/// was not done when the process ended is due again, so the listener is told at least once.
final class DueQueue implements AutoCloseable {
  /// The journal is begun anew at this size, once nothing is due.
  private static final long JOURNAL_BYTES_MAX = 4 << 20;

  private record Entry(long number, Instant at, Due due) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
  private final ReentrantLock running = new ReentrantLock();
  private final @Nullable RandomAccessFile journal;
  private long lastNumber;

  private DueQueue(@Nullable RandomAccessFile journal) {
    this.journal = journal;
  }

  static DueQueue inMemory() {
    return new DueQueue(null);
  }

  /// @throws IOException if the journal cannot be read or written
  static DueQueue inFile(Path file) throws IOException {
    List<Entry> pending = Files.exists(file) ? pending(file) : List.of();
    var rewritten = new ByteArrayOutputStream();
    for (Entry entry : pending) {
      rewritten.write(line(entry));
    }
    AtomicFile.write(file, rewritten.toByteArray());
    // Not a channel, which would close itself for good when a writing thread is interrupted.
    var journal = new RandomAccessFile(file.toFile(), "rw");
    journal.seek(journal.length());
    var queue = new DueQueue(journal);
    queue.entries.addAll(pending);
    queue.lastNumber = pending.stream().mapToLong(Entry::number).max().orElse(0);
    return queue;
  }

  private static List<Entry> pending(Path file) throws IOException {
    Map<Long, Entry> pending = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode json;
      try {
        json = Json.read(line);
      } catch (JacksonException e) {
        // The last line of a process that was killed while it wrote: it had not answered yet.
        continue;
      }
      if (json.has("done")) {
        pending.remove(json.path("done").asLong());
      } else {
        long number = json.path("number").asLong();
        pending.put(
            number,
            new Entry(
                number, Instant.parse(json.path("dueAt").asString()), Due.read(json.path("due"))));
      }
    }
    return List.copyOf(pending.values());
  }

  synchronized void add(Instant at, Due due) {
    var entry = new Entry(++lastNumber, at, due);
    if (journal != null) {
      append(journal, line(entry));
    }
    entries.add(entry);
  }

  synchronized Optional<Instant> nextAt() {
    return Optional.ofNullable(entries.peek()).map(Entry::at);
  }

  synchronized int size() {
    return entries.size();
  }

  /// Tells the listener all that is due by then, in order of time, one thread at a time.
  int run(Instant now, LocalAwsListener listener) {
    int told = 0;
    running.lock();
    try {
      for (Optional<Entry> entry = take(now); entry.isPresent(); entry = take(now)) {
        try {
          entry.get().due().tell(listener);
        } finally {
          done(entry.get());
        }
        told++;
      }
    } finally {
      running.unlock();
    }
    return told;
  }

  private synchronized Optional<Entry> take(Instant now) {
    Entry head = entries.peek();
    if (head == null || head.at().isAfter(now)) {
      return Optional.empty();
    }
    return Optional.ofNullable(entries.poll());
  }

  private synchronized void done(Entry entry) {
    if (journal == null) {
      return;
    }
    append(journal, line(Json.object().put("done", entry.number())));
    try {
      if (entries.isEmpty() && journal.length() > JOURNAL_BYTES_MAX) {
        journal.setLength(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] line(Entry entry) {
    ObjectNode json =
        Json.object().put("number", entry.number()).put("dueAt", entry.at().toString());
    json.set("due", entry.due().write());
    return line(json);
  }

  private static byte[] line(ObjectNode json) {
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void append(RandomAccessFile journal, byte[] line) {
    try {
      journal.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (journal != null) {
      try {
        journal.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
