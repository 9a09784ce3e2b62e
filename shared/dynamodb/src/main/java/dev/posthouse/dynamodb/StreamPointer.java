package dev.posthouse.dynamodb;

import dev.posthouse.domain.outbound.JobId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// Where in the table's stream some records stand.
///
/// @param first sequence number of the first record
/// @param last sequence number of the last one, included
public record StreamPointer(String streamArn, String shardId, String first, String last) {
  private static final int PAGES_MAX = 20;

  /// The jobs those records are about; none if the records are gone, which they are after a day.
  public List<JobId> jobs(DynamoDbStreamsClient streams) {
    var ids = new ArrayList<JobId>();
    try {
      String iterator =
          streams
              .getShardIterator(request ->
                  request
                      .streamArn(streamArn)
                      .shardId(shardId)
                      .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                      .sequenceNumber(first))
              .shardIterator();
      var end = new BigInteger(last);
      for (int page = 0; iterator != null && page < PAGES_MAX; page++) {
        String from = iterator;
        GetRecordsResponse response = streams.getRecords(request -> request.shardIterator(from));
        for (Record record : response.records()) {
          if (new BigInteger(record.dynamodb().sequenceNumber()).compareTo(end) > 0) {
            return ids;
          }
          Map<String, AttributeValue> keys = record.dynamodb().keys();
          if (Attributes.string(keys, Key.SK).equals("JOB")) {
            ids.add(JobItem.id(keys));
          }
        }
        iterator = response.nextShardIterator();
      }
    } catch (TrimmedDataAccessException | ResourceNotFoundException | ExpiredIteratorException e) {
      // The daily scan finds what these records were about.
      return ids;
    }
    return ids;
  }
}
