package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.StreamPointer;
import dev.posthouse.lambda.Platform;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import tools.jackson.databind.JsonNode;

/// Reads which jobs a failed batch was about. Lambda's message only points at the records; they
/// stay in the stream for a day.
final class FailedBatches {
  private final DynamoDbStreamsClient streams;

  private FailedBatches(DynamoDbStreamsClient streams) {
    this.streams = streams;
  }

  static FailedBatches of(Platform platform) {
    return new FailedBatches(
        platform.client(DynamoDbStreamsClient.class, DynamoDbClients::createStreams));
  }

  /// The jobs of the batch a message of the failure queue points at; none if the records are gone.
  List<JobId> jobs(JsonNode message) {
    JsonNode batch = message.path("DDBStreamBatchInfo");
    var pointer =
        new StreamPointer(
            batch.path("streamArn").asString(),
            batch.path("shardId").asString(),
            batch.path("startSequenceNumber").asString(),
            batch.path("endSequenceNumber").asString());
    return pointer.jobs(streams);
  }
}
