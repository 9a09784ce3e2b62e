package dev.posthouse.local.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// One reader of the stream of a table.
public final class StreamReader {
  /// @param position the file that keeps how far the reader has come, or null to begin anew
  public StreamReader(
      DynamoDbStreamsClient streams, String streamArn, InstantSource clock, @Nullable Path position)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /// The next records in order, after those polled before; none if there are none now.
  public List<StreamRecord> poll(int limit) {
    throw new UnsupportedOperationException();
  }

  /// All records up to this one are done and are not read again after a restart.
  public void acknowledge(StreamRecord record) {
    throw new UnsupportedOperationException();
  }

  /// Goes back to the first record that is not acknowledged.
  public void rewind() {
    throw new UnsupportedOperationException();
  }
}
