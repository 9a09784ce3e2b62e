package dev.posthouse.local.trigger;

import static java.util.Objects.requireNonNull;

import dev.posthouse.local.store.StreamReader;
import dev.posthouse.local.store.StreamRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Reads the table's stream once for all its triggers, and acknowledges what all have done with.
public final class StreamPump implements Timetable.Intake {
  // As many as Lambda reads at once.
  private static final int READ_MAX = 1_000;

  private static final class Open {
    private final StreamRecord record;
    private int left;

    private Open(StreamRecord record, int left) {
      this.record = record;
      this.left = left;
    }
  }

  private final StreamReader reader;
  private final List<StreamTrigger> triggers;
  private final Deque<Open> open = new ArrayDeque<>();
  private final LongSupplier writes;
  // What the last process left behind comes first.
  private long seen = -1;

  /// @param writes how many writes there were to the table: where there were none since, reading
  ///   would cost more than most functions and find nothing
  public StreamPump(StreamReader reader, LongSupplier writes, List<StreamTrigger> triggers) {
    this.reader = reader;
    this.writes = writes;
    this.triggers = List.copyOf(triggers);
  }

  @Override
  public synchronized int drain() {
    int read = 0;
    for (long now = writes.getAsLong(); now != seen; now = writes.getAsLong()) {
      List<StreamRecord> records = reader.poll(READ_MAX);
      if (records.size() < READ_MAX) {
        seen = now;
      }
      read += records.size();
      Map<String, Open> opened = new HashMap<>();
      for (StreamRecord record : records) {
        Open one = new Open(record, triggers.size());
        open.add(one);
        opened.put(record.sequenceNumber(), one);
      }
      for (StreamTrigger trigger : triggers) {
        trigger.offerAll(
            records, record -> done(requireNonNull(opened.get(record.sequenceNumber()))));
      }
    }
    return read;
  }

  /// A later record that is done waits for the earlier ones: after a restart reading goes on behind
  /// the last one acknowledged, and none may be skipped.
  private synchronized void done(Open one) {
    one.left--;
    StreamRecord last = null;
    for (Open first = open.peek(); first != null && first.left == 0; first = open.peek()) {
      last = first.record;
      open.remove();
    }
    if (last != null) {
      reader.acknowledge(last);
    }
  }
}
