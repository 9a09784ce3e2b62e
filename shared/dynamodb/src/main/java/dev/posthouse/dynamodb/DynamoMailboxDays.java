package dev.posthouse.dynamodb;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.MailboxDay;
import dev.posthouse.domain.pool.MailboxDays;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The [MailboxDays] in DynamoDB: what was sent stands on the day sheets, what went wrong beside
/// them.
public final class DynamoMailboxDays implements MailboxDays {
  private final Table table;

  public DynamoMailboxDays(Table table) {
    this.table = table;
  }

  @Override
  public List<MailboxDay> between(IdentityId identity, LocalDate from, LocalDate to) {
    var days = new TreeMap<LocalDate, Map<Integer, MailboxDay>>();
    items(Key.mishaps(identity, from), Key.mishaps(identity, to))
        .forEach(item -> {
          LocalDate day = LocalDate.parse(Key.of(item).sk());
          days.put(day, new HashMap<>(MishapsItem.read(day, item)));
        });
    items(Key.sheet(identity, from), Key.sheet(identity, to))
        .forEach(item -> {
          LocalDate day = LocalDate.parse(Key.of(item).sk());
          Map<Integer, MailboxDay> mailboxes = days.computeIfAbsent(day, _ -> new HashMap<>());
          SheetItem.read(identity, day, item)
              .used()
              .forEach((ordinal, sent) ->
                  mailboxes.merge(
                      ordinal,
                      MailboxDay.blank(day, ordinal).withSent(sent),
                      (known, _) -> known.withSent(sent)));
        });
    return days.values().stream()
        .flatMap(mailboxes -> new TreeMap<>(mailboxes).values().stream())
        .filter(day -> day.sent() > 0 || !day.mishaps().isEmpty())
        .toList();
  }

  private Stream<Map<String, AttributeValue>> items(Key from, Key to) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
            .expressionAttributeValues(
                Map.of(
                    ":pk", AttributeValue.fromS(from.pk()),
                    ":from", AttributeValue.fromS(from.sk()),
                    ":to", AttributeValue.fromS(to.sk())))
            .build();
    return table.client().queryPaginator(query).items().stream();
  }
}
