package dev.posthouse.local.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// One reader of the stream of a table; each consumer has its own.
///
/// Records come at least once and in order. DynamoDB Local has one open shard at a time, and shards
/// follow each other. How far the reader has come is kept in a file, so that what was polled but
/// not acknowledged comes again after a restart, however the process ended. Not thread-safe.
public final class StreamReader {
  private static final int RECORDS_MAX = 1000; // of GetRecords

  /// A place in the stream.
  ///
  /// @param after the sequence number of the record before it; empty at the start of the shard
  private record Position(String shardId, String after) {}

  private final DynamoDbStreamsClient streams;
  private final String streamArn;
  private final InstantSource clock;
  private final @Nullable Path file;
  private Optional<Position> acknowledged = Optional.empty();
  private Optional<Position> next = Optional.empty();

  /// Of `next`; null before the first request.
  private @Nullable String iterator;

  /// @param clock gives the records their time, to the millisecond: DynamoDB Local has its own
  /// @param position the file that keeps how far the reader has come; null to begin anew each time
  /// @throws IOException if the file cannot be read
  public StreamReader(
      DynamoDbStreamsClient streams, String streamArn, InstantSource clock, @Nullable Path position)
      throws IOException {
    this.streams = streams;
    this.streamArn = streamArn;
    this.clock = clock;
    this.file = position;
    if (position != null && Files.exists(position)) {
      String[] parts = Files.readString(position).split("\n", -1);
      this.acknowledged = Optional.of(new Position(parts[0], parts[1]));
    }
    this.next = acknowledged;
  }

  /// The next records in order, after those polled before; none if there are none now.
  ///
  /// @param limit at most so many, 1 to 1000
  public List<StreamRecord> poll(int limit) {
    List<StreamRecord> polled = new ArrayList<>();
    // A shard that was read to its end is left for the next one, of which there is always one more
    // than of closed ones.
    while (polled.isEmpty()) {
      Optional<Position> from = next.or(() -> shardAfter(Optional.empty()));
      if (from.isEmpty()) {
        break;
      }
      GetRecordsResponse response = records(from.get(), Math.min(limit, RECORDS_MAX));
      for (Record record : response.records()) {
        polled.add(StreamRecords.of(record, streamArn, clock.instant()));
      }
      iterator = response.nextShardIterator();
      next =
          polled.isEmpty()
              ? from
              : Optional.of(new Position(from.get().shardId(), polled.getLast().sequenceNumber()));
      if (iterator != null) {
        break;
      }
      Optional<Position> following = shardAfter(next);
      if (following.isEmpty()) {
        break;
      }
      next = following;
    }
    return polled;
  }

  private GetRecordsResponse records(Position from, int limit) {
    if (iterator == null) {
      iterator = iterator(from);
    }
    try {
      return records(iterator, limit);
    } catch (ExpiredIteratorException | TrimmedDataAccessException e) {
      return records(iterator(from), limit);
    }
  }

  private GetRecordsResponse records(String at, int limit) {
    return streams.getRecords(request -> request.shardIterator(at).limit(limit));
  }

  private String iterator(Position from) {
    try {
      if (!from.after().isEmpty()) {
        return streams
            .getShardIterator(request ->
                request
                    .streamArn(streamArn)
                    .shardId(from.shardId())
                    .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                    .sequenceNumber(from.after()))
            .shardIterator();
      }
    } catch (TrimmedDataAccessException e) {
      // Records live for 24 hours: what is left begins at the horizon.
    }
    return streams
        .getShardIterator(request ->
            request
                .streamArn(streamArn)
                .shardId(from.shardId())
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
        .shardIterator();
  }

  /// The start of the shard that follows; of the oldest one if there is no place to follow, or its
  /// shard is gone.
  private Optional<Position> shardAfter(Optional<Position> position) {
    List<String> shards = shards();
    int at = position.map(each -> shards.indexOf(each.shardId())).orElse(-1);
    return at + 1 < shards.size()
        ? Optional.of(new Position(shards.get(at + 1), ""))
        : Optional.empty();
  }

  /// All shards, oldest first.
  private List<String> shards() {
    List<Shard> shards = new ArrayList<>();
    String last = null;
    do {
      String start = last;
      StreamDescription page =
          streams
              .describeStream(request -> request.streamArn(streamArn).exclusiveStartShardId(start))
              .streamDescription();
      shards.addAll(page.shards());
      last = page.lastEvaluatedShardId();
    } while (last != null);
    return shards.stream()
        .sorted(
            Comparator.comparing(
                shard -> new BigInteger(shard.sequenceNumberRange().startingSequenceNumber())))
        .map(Shard::shardId)
        .toList();
  }

  /// All records up to this one are done and do not come again.
  ///
  /// @param record one that this reader has polled
  public void acknowledge(StreamRecord record) {
    String shardId = next.orElseThrow().shardId();
    var done = new Position(shardId, record.sequenceNumber());
    acknowledged = Optional.of(done);
    if (file == null) {
      return;
    }
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".draft");
      Files.writeString(draft, done.shardId() + "\n" + done.after());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Goes back to the first record that is not acknowledged.
  public void rewind() {
    next = acknowledged;
    iterator = null;
  }
}
