package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.Contact;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.DayUnit;
import dev.posthouse.domain.outbound.DripStep;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.InsideHour;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.KeyUsage;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Standing;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Reservation;
import dev.posthouse.domain.tenant.KeyBudget;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The [Outbox] in DynamoDB: one batch read to decide, one transaction to take.
public final class DynamoOutbox implements Outbox {
  private static final String SENDS = "sends";
  private static final String NEW_RECIPIENTS = "newRecipients";
  private static final int BUDGET_DAYS = 3;
  private static final Duration HOUR_KEPT = Duration.ofHours(1);

  private final Table table;

  public DynamoOutbox(Table table) {
    this.table = table;
  }

  @Override
  public Standing standing(Inquiry inquiry, boolean strong) {
    Key tenant = Key.tenant(inquiry.tenant());
    Key sheet = Key.sheet(inquiry.identity(), inquiry.day());
    var keys = new ArrayList<Key>();
    keys.add(tenant);
    keys.add(sheet);
    inquiry.recipients().forEach(address -> keys.add(Key.recipient(inquiry.tenant(), address)));
    inquiry.jobs().forEach(id -> keys.add(Key.job(id)));
    if (inquiry.routes()) {
      keys.add(Key.purse(inquiry.tenant()));
      inquiry.recipients().forEach(address -> keys.add(Key.address(address)));
    }
    Map<Key, Map<String, AttributeValue>> items = table.getAll(keys, strong);

    var recipients = new HashMap<EmailAddress, Correspondent>();
    for (EmailAddress address : inquiry.recipients()) {
      Map<String, AttributeValue> item = items.get(Key.recipient(inquiry.tenant(), address));
      recipients.put(address, RecipientItem.read(address, inquiry.identity(), item));
    }
    var jobs = new HashMap<JobId, OutboundJob>();
    for (JobId id : inquiry.jobs()) {
      Optional.ofNullable(items.get(Key.job(id)))
          .ifPresent(item -> jobs.put(id, JobItem.read(item)));
    }
    return new Standing(
        Optional.ofNullable(items.get(tenant)).map(DynamoTenants.TenantItem::read),
        Optional.ofNullable(items.get(Key.purse(inquiry.tenant()))).map(PurseItem::read),
        SheetItem.read(inquiry.identity(), inquiry.day(), items.getOrDefault(sheet, Map.of())),
        recipients,
        jobs,
        inquiry.recipients().stream()
            .filter(address -> isMailbox(items.get(Key.address(address))))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static boolean isMailbox(@Nullable Map<String, AttributeValue> address) {
    return address != null && Attributes.string(address, Item.KIND).equals("mailbox");
  }

  @Override
  public boolean commit(Admission admission) {
    Transaction transaction = table.transaction();
    countOnSheets(transaction, admission);
    for (Admission.Admitted message : admission.messages()) {
      Envelope envelope = message.job().envelope();
      transaction.putIfAbsent(JobItem.write(message.job()));
      message
          .opening()
          .ifPresent(opening -> {
            transaction.update(recipientKey(envelope), firstContact(envelope));
            transaction.update(
                Key.conversation(envelope.conversation()),
                ConversationItem.open(envelope, opening));
          });
      if (message.repinnedFrom().isPresent() || message.unanswered(admission.roster())) {
        transaction.update(recipientKey(envelope), again(message, admission.roster()));
      }
    }
    if (admission.budget() != null) {
      countOnBudget(transaction, admission, admission.budget());
    }
    if (admission.inside() > 0) {
      countOnHour(transaction, admission);
    }
    Reservation reservation = admission.reservation();
    if (reservation != null) {
      Key purse = Key.purse(reservation.before().tenant());
      transaction.update(purse, PurseItem.reserve(reservation));
      reservation.pages().forEach(page -> transaction.put(DynamoMomentPages.write(page)));
    }
    labels(admission)
        .ifPresent(counts -> transaction.update(Key.labels(admission.roster().identity()), counts));
    // Once: whoever decided knows better what to do with a conflict than a blind repetition.
    return transaction.commit(table.client()) instanceof Transaction.Outcome.Committed;
  }

  /// Counts all messages on their days, within the identity's cap and each mailbox's, and only if
  /// no newer roster is known to those days.
  private static void countOnSheets(Transaction transaction, Admission admission) {
    Roster roster = admission.roster();
    var days = new TreeMap<LocalDate, TreeMap<Integer, Integer>>();
    for (Admission.Admitted message : admission.messages()) {
      DayUnit unit = message.job().unit().orElseThrow();
      days.computeIfAbsent(unit.day(), day -> new TreeMap<>())
          .merge(unit.ordinal(), 1, Integer::sum);
    }
    days.forEach((day, perMailbox) -> {
      int count = perMailbox.values().stream().mapToInt(Integer::intValue).sum();
      Expression expression = SheetCount.within(roster, day, count);
      perMailbox.forEach((ordinal, used) -> SheetCount.mailbox(expression, roster, ordinal, used));
      hours(admission, day).forEach((hour, used) -> expression.count(SheetItem.hour(hour), used));
      SheetCount.drip(expression, day, admission.drips().getOrDefault(day, DripStep.NONE));
      transaction.update(Key.sheet(roster.identity(), day), expression);
    });
  }

  /// In which hours of the day how many messages are to go out.
  private static Map<Integer, Integer> hours(Admission admission, LocalDate day) {
    var hours = new TreeMap<Integer, Integer>();
    for (Admission.Admitted message : admission.messages()) {
      Instant at = message.job().progress().dispatchAt();
      if (OutboundJob.dayOf(at).equals(day)) {
        hours.merge(at.atOffset(ZoneOffset.UTC).getHour(), 1, Integer::sum);
      }
    }
    return hours;
  }

  @Override
  public Map<LocalDate, DaySheet> sheets(IdentityId identity, LocalDate from, LocalDate to) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .consistentRead(true)
            .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
            .expressionAttributeValues(
                Map.of(
                    ":pk", AttributeValue.fromS(Key.sheet(identity, from).pk()),
                    ":from", AttributeValue.fromS(from.toString()),
                    ":to", AttributeValue.fromS(to.toString())))
            .build();
    var sheets = new HashMap<LocalDate, DaySheet>();
    for (Map<String, AttributeValue> item : table.client().queryPaginator(query).items()) {
      LocalDate day = LocalDate.parse(Attributes.string(item, Key.SK));
      sheets.put(day, SheetItem.read(identity, day, item));
    }
    return sheets;
  }

  @Override
  public KeyUsage usage(KeyId pot, LocalDate day) {
    return table
        .get(Key.budget(pot, day))
        .map(item ->
            new KeyUsage(
                Attributes.integer(item, SENDS, 0), Attributes.integer(item, NEW_RECIPIENTS, 0)))
        .orElse(KeyUsage.NONE);
  }

  /// Counts the messages on the day they are taken, within the key's numbers.
  private static void countOnBudget(
      Transaction transaction, Admission admission, KeyBudget budget) {
    LocalDate day = OutboundJob.dayOf(admission.at());
    int sends = admission.messages().size();
    int newRecipients = admission.firstContacts();
    long expiresAt = day.plusDays(BUDGET_DAYS).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    Expression count =
        new Expression()
            .setIfAbsent(Item.KIND, AttributeValue.fromS("budget"))
            .setIfAbsent(Item.EXPIRES_AT, Item.number(expiresAt))
            .count(SENDS, sends)
            .count(NEW_RECIPIENTS, newRecipients);
    budget.sendsPerDay().ifPresent(most -> count.ifCountAtMost(SENDS, most - (long) sends));
    if (newRecipients > 0) {
      budget
          .newRecipientsPerDay()
          .ifPresent(most -> count.ifCountAtMost(NEW_RECIPIENTS, most - (long) newRecipients));
    }
    transaction.update(Key.budget(budget.pot(), day), count);
  }

  @Override
  public InsideHour inside(TenantId tenant, Instant at) {
    InsideHour hour = InsideHour.of(at);
    return table
        .get(Key.inside(tenant, hour.start()))
        .map(item -> new InsideHour(hour.start(), Attributes.integer(item, SENDS, 0)))
        .orElse(hour);
  }

  /// Counts the messages to mailboxes of the platform on the hour they are taken in.
  private static void countOnHour(Transaction transaction, Admission admission) {
    InsideHour hour = InsideHour.of(admission.at());
    int sends = admission.inside();
    Expression count =
        new Expression()
            .setIfAbsent(Item.KIND, AttributeValue.fromS("inside"))
            .setIfAbsent(Item.EXPIRES_AT, Item.number(hour.end().plus(HOUR_KEPT).getEpochSecond()))
            .count(SENDS, sends)
            .ifCountAtMost(SENDS, InsideHour.MAX - (long) sends);
    transaction.update(Key.inside(admission.roster().tenant(), hour.start()), count);
  }

  /// What the opened conversations add to the counts of their labels.
  private static Optional<Expression> labels(Admission admission) {
    var counts = new TreeMap<String, Integer>();
    admission.messages().stream()
        .flatMap(message -> message.opening().stream())
        .flatMap(opening -> opening.labels().stream())
        .forEach(label -> counts.merge(label, 1, Integer::sum));
    return counts.isEmpty() ? Optional.empty() : Optional.of(LabelCounts.add(counts));
  }

  private static Key recipientKey(Envelope envelope) {
    return Key.recipient(envelope.tenant(), envelope.recipient());
  }

  /// Pins the recipient, unless somebody else has just made the first contact.
  private static Expression firstContact(Envelope envelope) {
    String identity = envelope.identity().value();
    return new Expression()
        .setIfAbsent(Item.KIND, AttributeValue.fromS(RecipientItem.KIND))
        .set(
            identity,
            RecipientItem.contact(envelope.sender().ordinal(), envelope.conversation(), null))
        .ifAbsent(identity)
        .ifAbsent(RecipientItem.SUPPRESSED_FOR)
        .ifAbsent(RecipientItem.suppressionOf(envelope.identity()));
  }

  /// A recipient written to again: from another mailbox, or within the few messages that count
  /// until it is cold.
  private static Expression again(Admission.Admitted message, Roster roster) {
    Envelope envelope = message.job().envelope();
    String identity = envelope.identity().value();
    var expression = new Expression();
    message
        .repinnedFrom()
        .ifPresent(from ->
            expression
                .setIn(identity, RecipientItem.MAILBOX, Item.number(envelope.sender().ordinal()))
                .ifEquals(identity, RecipientItem.MAILBOX, Item.number(from)));
    if (message.unanswered(roster)) {
      expression
          .countIn(identity, RecipientItem.UNANSWERED, 1)
          .ifCountAtMost(identity, RecipientItem.UNANSWERED, Contact.UNANSWERED_MAX - 1);
    }
    return expression;
  }
}
