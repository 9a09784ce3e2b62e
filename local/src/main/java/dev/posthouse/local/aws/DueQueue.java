package dev.posthouse.local.aws;

import dev.posthouse.local.aws.MailSpool.Mail;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is due, and when. Thread-safe.
///
/// With a file it is a journal: a line when something becomes due, another when it is done. What
/// was not done when the process ended is due again, so the listener is told at least once.
final class DueQueue implements AutoCloseable {
  /// The journal is begun anew at this size, once nothing is due.
  private static final long JOURNAL_BYTES_MAX = 4 << 20;

  /// Something that is to become due.
  record Planned(Instant at, Due due) {}

  private record Entry(long number, Instant at, Due due) {}

  /// What a journal holds.
  ///
  /// @param mails those it names; all but the last ones are in the spool
  private record Journal(List<Entry> pending, List<Mail> mails) {}

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

  /// Reads the journal and brings the spool up to it.
  ///
  /// @throws IOException if the journal cannot be read or written
  static DueQueue inFile(Path file, MailSpool spool) throws IOException {
    Journal before = Files.exists(file) ? read(file) : new Journal(List.of(), List.of());
    before.mails().forEach(spool::restore);
    byte[] rewritten =
        before.pending().isEmpty() ? new byte[0] : line(before.pending(), Optional.empty());
    AtomicFile.write(file, rewritten);
    // Not a channel, which would close itself for good when a writing thread is interrupted.
    var journal = new RandomAccessFile(file.toFile(), "rw");
    journal.seek(journal.length());
    var queue = new DueQueue(journal);
    queue.entries.addAll(before.pending());
    queue.lastNumber = before.pending().stream().mapToLong(Entry::number).max().orElse(0);
    return queue;
  }

  private static Journal read(Path file) throws IOException {
    Map<Long, Entry> pending = new TreeMap<>();
    List<Mail> mails = new ArrayList<>();
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
      }
      if (json.has("mail")) {
        mails.add(MailSpool.read(json.path("mail")));
      }
      for (JsonNode each : json.path("due")) {
        long number = each.path("number").asLong();
        Instant at = Instant.parse(each.path("at").asString());
        pending.put(number, new Entry(number, at, Due.read(each.path("what"))));
      }
    }
    return new Journal(List.copyOf(pending.values()), mails);
  }

  /// All of these become due, or none if the process ends before.
  ///
  /// @param mail whose events they are
  /// @param then done before anything else happens to the queue
  synchronized void addAll(List<Planned> planned, Optional<Mail> mail, Runnable then) {
    List<Entry> added = new ArrayList<>();
    for (Planned each : planned) {
      added.add(new Entry(++lastNumber, each.at(), each.due()));
    }
    if (journal != null) {
      append(journal, line(added, mail));
    }
    then.run();
    entries.addAll(added);
  }

  synchronized Optional<Instant> nextAt() {
    return Optional.ofNullable(entries.peek()).map(Entry::at);
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

  private static byte[] line(List<Entry> entries, Optional<Mail> mail) {
    ObjectNode json = Json.object();
    mail.ifPresent(each -> json.set("mail", MailSpool.write(each)));
    ArrayNode due = json.putArray("due");
    for (Entry entry : entries) {
      due.addObject()
          .put("number", entry.number())
          .put("at", entry.at().toString())
          .set("what", entry.due().write());
    }
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
