package dev.posthouse.local.trigger;

import java.math.BigInteger;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.model.SequenceNumberRange;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// Says in which shard of the stream a record stands, which its sequence number alone does not.
public record Shards(DynamoDbStreamsClient streams, String streamArn)
    implements UnaryOperator<String> {
  /// The shard of a record; empty if it is gone.
  @Override
  public String apply(String sequenceNumber) {
    BigInteger number = new BigInteger(sequenceNumber);
    return streams
        .describeStream(request -> request.streamArn(streamArn))
        .streamDescription()
        .shards()
        .stream()
        .filter(shard -> holds(shard.sequenceNumberRange(), number))
        .findFirst()
        .map(Shard::shardId)
        .orElse("");
  }

  private static boolean holds(SequenceNumberRange range, BigInteger number) {
    String end = range.endingSequenceNumber();
    return number.compareTo(new BigInteger(range.startingSequenceNumber())) >= 0
        && (end == null || number.compareTo(new BigInteger(end)) <= 0);
  }
}
