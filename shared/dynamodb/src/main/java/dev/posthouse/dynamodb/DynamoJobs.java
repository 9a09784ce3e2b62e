package dev.posthouse.dynamodb;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.DayMishap;
import dev.posthouse.domain.outbound.DayUnit;
import dev.posthouse.domain.outbound.DripStep;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.LedgerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// The [Jobs] in DynamoDB.
public final class DynamoJobs implements Jobs {
  private final Table table;

  public DynamoJobs(Table table) {
    this.table = table;
  }

  @Override
  public Optional<OutboundJob> find(JobId id) {
    return table.get(Key.job(id)).map(JobItem::read);
  }

  @Override
  public Map<JobId, OutboundJob> findAll(Collection<JobId> ids) {
    var jobs = new HashMap<JobId, OutboundJob>();
    table
        .getAll(ids.stream().map(Key::job).toList(), false)
        .values()
        .forEach(item -> jobs.put(JobItem.id(item), JobItem.read(item)));
    return jobs;
  }

  @Override
  public StepResult update(OutboundJob before, OutboundJob after, Optional<DayMishap> mishap) {
    Expression step = JobItem.step(before, after);
    Optional<DayUnit> released = released(before, after);
    Optional<LedgerEntry> settled = after.settled(before);
    if (released.isEmpty() && settled.isEmpty() && mishap.isEmpty()) {
      return switch (table.update(Key.job(before.id()), step)) {
        case Table.Updated.Done() -> new StepResult.Done(after);
        case Table.Updated.Refused(var met) -> stale(met);
      };
    }
    IdentityId identity = before.envelope().identity();
    Transaction transaction = table.transaction();
    Transaction.Write job = transaction.update(Key.job(before.id()), step);
    released.ifPresent(unit ->
        transaction.update(Key.sheet(identity, unit.day()), SheetCount.release(unit.ordinal())));
    Optional<PurseItem.Booked> booked = settled.map(entry -> PurseItem.book(transaction, entry));
    mishap.ifPresent(
        one -> transaction.update(Key.mishaps(identity, one.day()), MishapsItem.count(one)));
    return commit(transaction, job, booked, after);
  }

  @Override
  public StepResult move(OutboundJob before, OutboundJob after, Roster roster, DripStep drip) {
    DayUnit taken = after.unit().orElseThrow();
    Optional<DayUnit> given = before.unit().filter(unit -> open(unit, after));
    boolean stays = given.isPresent() && given.get().equals(taken);
    if (stays && !drip.changes()) {
      return update(before, after);
    }
    Transaction transaction = table.transaction();
    Transaction.Write job = transaction.update(Key.job(before.id()), JobItem.step(before, after));
    Key to = Key.sheet(roster.identity(), taken.day());
    if (stays) {
      Expression place = SheetItem.touch(taken.day());
      SheetCount.drip(place, taken.day(), drip);
      transaction.update(to, place);
    } else if (given.isPresent() && given.get().day().equals(taken.day())) {
      // The same day: its total stays, two counters change places.
      Expression swap =
          SheetCount.within(roster, taken.day(), 0)
              .count(SheetItem.counter(given.get().ordinal()), -1);
      SheetCount.mailbox(swap, roster, taken.ordinal(), 1);
      SheetCount.drip(swap, taken.day(), drip);
      transaction.update(to, swap);
    } else {
      Expression count = SheetCount.within(roster, taken.day(), 1);
      SheetCount.mailbox(count, roster, taken.ordinal(), 1);
      SheetCount.drip(count, taken.day(), drip);
      transaction.update(to, count);
      given.ifPresent(unit ->
          transaction.update(
              Key.sheet(roster.identity(), unit.day()), SheetCount.release(unit.ordinal())));
    }
    return commit(transaction, job, Optional.empty(), after);
  }

  private StepResult commit(
      Transaction transaction,
      Transaction.Write job,
      Optional<PurseItem.Booked> booked,
      OutboundJob after) {
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> new StepResult.Done(after);
      case Transaction.Outcome.Refused refused when refused.by(job) -> stale(refused.met(job));
      case Transaction.Outcome.Refused refused
          when booked.map(PurseItem.Booked::purse).map(refused::by).orElse(false) ->
          throw new IllegalStateException("nothing is reserved for job " + after.id());
      case Transaction.Outcome.Refused refused -> new StepResult.NoRoom();
      case Transaction.Outcome.Contended() ->
          throw new StoreBusyException("other writes are in the way of job " + after.id());
      // It may have been applied: whoever reads the job next sees which.
      case Transaction.Outcome.Lost lost -> new StepResult.Stale(find(after.id()));
    };
  }

  private static StepResult stale(Map<String, AttributeValue> met) {
    return new StepResult.Stale(met.isEmpty() ? Optional.empty() : Optional.of(JobItem.read(met)));
  }

  private static Optional<DayUnit> released(OutboundJob before, OutboundJob after) {
    return before.unit().filter(unit -> after.unit().isEmpty() && open(unit, after));
  }

  /// A day that is over is history: nobody can use what is given back to it.
  private static boolean open(DayUnit unit, OutboundJob after) {
    return !unit.day().isBefore(OutboundJob.dayOf(after.progress().updatedAt()));
  }

  @Override
  public List<JobId> due(Instant until, int limit) {
    return DueIndex.due(table, JobItem.DUE_SHARDS, until, limit).stream().map(JobItem::id).toList();
  }

  @Override
  public List<JobId> open() {
    ScanRequest scan =
        ScanRequest.builder()
            .tableName(table.name())
            .filterExpression("#kind = :job AND attribute_not_exists(endedAt)")
            .projectionExpression("pk")
            .expressionAttributeNames(Map.of("#kind", Item.KIND))
            .expressionAttributeValues(Map.of(":job", AttributeValue.fromS(JobItem.KIND)))
            .build();
    var ids = new ArrayList<JobId>();
    Map<String, AttributeValue> from = Map.of();
    do {
      var page =
          table
              .client()
              .scan(from.isEmpty() ? scan : scan.toBuilder().exclusiveStartKey(from).build());
      page.items().forEach(item -> ids.add(JobItem.id(item)));
      from = page.lastEvaluatedKey();
    } while (!from.isEmpty());
    return ids;
  }
}
