package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.lambda.Json;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

class RecoverHandlerTest {
  private final FakeStreams streams = new FakeStreams();
  private final Deployment deployment =
      new Deployment()
          .provide(SesV2Client.class, new RecordingSes())
          .provide(DynamoDbStreamsClient.class, streams);
  private final RecoverHandler handler = new RecoverHandler(deployment);
  private final Roster roster = Fixtures.pool(deployment.ports(), 10, 10);

  /// A shard with some records.
  private static final class FakeStreams implements DynamoDbStreamsClient {
    final List<Record> records = new ArrayList<>();
    final List<GetShardIteratorRequest> asked = new ArrayList<>();
    boolean trimmed;

    void add(long sequenceNumber, String pk, String sk) {
      records.add(
          Record.builder()
              .dynamodb(change ->
                  change
                      .sequenceNumber(Long.toString(sequenceNumber))
                      .keys(
                          Map.of(
                              "pk", AttributeValue.fromS(pk),
                              "sk", AttributeValue.fromS(sk))))
              .build());
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
      asked.add(request);
      if (trimmed) {
        throw TrimmedDataAccessException.builder().message("gone").build();
      }
      return GetShardIteratorResponse.builder().shardIterator("0").build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
      int at = Integer.parseInt(request.shardIterator());
      int to = Math.min(records.size(), at + 2);
      return GetRecordsResponse.builder()
          .records(records.subList(at, to))
          .nextShardIterator(to < records.size() ? Integer.toString(to) : null)
          .build();
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void theJobsOfAFailedBatchAreRescuedAndNoOthers() {
    OutboundJob first = accept();
    OutboundJob second = accept();
    OutboundJob later = accept();
    streams.add(801, "JOB#" + first.id(), "JOB");
    streams.add(802, "SHEET#idn", "2031-05-14");
    streams.add(803, "JOB#" + second.id(), "JOB");
    streams.add(804, "JOB#" + later.id(), "JOB");

    assertThat(handle(queue(message(801, 803)))).isEmpty();

    assertThat(due(first)).isTrue();
    assertThat(due(second)).isTrue();
    assertThat(due(later)).isFalse();
    assertThat(streams.asked.getFirst().streamArn()).isEqualTo("arn:stream");
    assertThat(streams.asked.getFirst().shardId()).isEqualTo("shard-1");
    assertThat(streams.asked.getFirst().sequenceNumber()).isEqualTo("801");
    assertThat(streams.asked.getFirst().shardIteratorTypeAsString())
        .isEqualTo("AT_SEQUENCE_NUMBER");
  }

  @Test
  void aBatchWhoseRecordsAreGoneIsLeftToTheDailyScan() {
    streams.trimmed = true;

    assertThat(handle(queue(message(801, 803)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "{}",
        "[]",
        "null",
        "{\"DDBStreamBatchInfo\":{\"startSequenceNumber\":\"1\",\"endSequenceNumber\":\"x\"}}",
        ""
      })
  void aMessageThatIsNoBatchComesAgainAndTheOthersAreTaken(String body) {
    OutboundJob job = accept();
    streams.add(801, "JOB#" + job.id(), "JOB");

    assertThat(handle(queue(body, message(801, 801)))).containsExactly("m0");

    assertThat(due(job)).isTrue();
  }

  @Test
  void theSampleEventIsReadAsLambdaSendsIt() throws IOException {
    OutboundJob job = accept();
    streams.records.add(
        Record.builder()
            .dynamodb(change ->
                change
                    .sequenceNumber("800000000003126276362")
                    .keys(
                        Map.of(
                            "pk", AttributeValue.fromS("JOB#" + job.id()),
                            "sk", AttributeValue.fromS("JOB"))))
            .build());

    assertThat(handle(Files.readString(Path.of("../../events/failed-batch.json")))).isEmpty();

    assertThat(due(job)).isTrue();
    assertThat(streams.asked.getFirst().shardId())
        .isEqualTo("shardId-00000001573689847184-864758bb");
  }

  @Test
  void theDailyEventScansTheWholeTable() throws IOException {
    OutboundJob job = accept();
    deployment.clock().advance(Duration.ofHours(1));

    assertThat(handle(Files.readString(Path.of("../../events/schedule.json")))).isEmpty();

    assertThat(due(job)).isTrue();
  }

  private OutboundJob accept() {
    OutboundJob job = Fixtures.job(roster, 0, Fixtures.person());
    assertThat(deployment.ports().outbox().commit(Fixtures.followups(roster, job))).isTrue();
    return job;
  }

  private boolean due(OutboundJob job) {
    return deployment.ports().jobs().find(job.id()).orElseThrow().progress().dueAt() != null;
  }

  private static String message(long first, long last) {
    return Json.encode(
        Map.of(
            "DDBStreamBatchInfo",
            Map.of(
                "streamArn",
                "arn:stream",
                "shardId",
                "shard-1",
                "startSequenceNumber",
                Long.toString(first),
                "endSequenceNumber",
                Long.toString(last))));
  }

  private static String queue(String... bodies) {
    List<Map<String, String>> records = new ArrayList<>();
    for (String body : bodies) {
      records.add(Map.of("messageId", "m" + records.size(), "body", body));
    }
    return Json.encode(Map.of("Records", records));
  }

  private List<String> handle(String event) {
    return Json.mapper()
        .readTree(Deployment.invoke(handler, event))
        .path("batchItemFailures")
        .valueStream()
        .map(failure -> failure.path("itemIdentifier").asString())
        .toList();
  }
}
