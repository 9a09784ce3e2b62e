package dev.posthouse.dynamodb;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.HourlyUsage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The [HourlyUsage] in DynamoDB: counters on the day sheets, written with the counts that hold the
/// caps, so they cost no write of their own.
public final class DynamoHourlyUsage implements HourlyUsage {
  private final Table table;

  public DynamoHourlyUsage(Table table) {
    this.table = table;
  }

  @Override
  public Map<Instant, Integer> between(IdentityId identity, LocalDate from, LocalDate to) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
            .expressionAttributeValues(
                Map.of(
                    ":pk", AttributeValue.fromS(Key.sheet(identity, from).pk()),
                    ":from", AttributeValue.fromS(Key.sheet(identity, from).sk()),
                    ":to", AttributeValue.fromS(Key.sheet(identity, to).sk())))
            .build();
    Map<Instant, Integer> hours = new TreeMap<>();
    table
        .client()
        .queryPaginator(query)
        .items()
        .forEach(item -> {
          LocalDate day = LocalDate.parse(Attributes.string(item, Key.SK));
          SheetItem.hours(item)
              .forEach(
                  (hour, count) -> hours.put(day.atTime(hour, 0).toInstant(ZoneOffset.UTC), count));
        });
    return hours;
  }
}
