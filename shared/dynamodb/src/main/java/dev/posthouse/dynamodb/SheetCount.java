package dev.posthouse.dynamodb;

import dev.posthouse.domain.outbound.DripStep;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;
import java.time.LocalDate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The conditions that make caps exact: they are part of the write that counts.
final class SheetCount {
  private SheetCount() {}

  /// Counts messages on a day, if the identity's cap has room for all of them and the day knows of
  /// no newer roster.
  static Expression within(Roster roster, LocalDate day, int count) {
    return SheetItem.touch(day)
        .set(SheetItem.REVISION, roster.revision())
        .ifCountAtMost(SheetItem.REVISION, roster.revision())
        .count(SheetItem.TOTAL, count)
        .ifCountAtMost(SheetItem.TOTAL, roster.sheetCap() - (long) count);
  }

  /// Counts messages for one mailbox, if its own cap has room for all of them.
  static void mailbox(Expression expression, Roster roster, int ordinal, int count) {
    int cap = roster.mailbox(ordinal).map(Mailbox::dailyCap).orElse(0);
    expression
        .count(SheetItem.counter(ordinal), count)
        .ifCountAtMost(SheetItem.counter(ordinal), cap - (long) count);
  }

  /// Takes places among the cold messages of a day, if nobody has taken others since.
  static void drip(Expression expression, LocalDate day, DripStep step) {
    if (!step.changes()) {
      return;
    }
    expression.set(SheetItem.DRIP, SheetItem.drip(day, step.after()));
    if (step.before().spans().isEmpty()) {
      expression.ifAbsent(SheetItem.DRIP);
    } else {
      expression.ifEquals(SheetItem.DRIP, AttributeValue.fromS(SheetItem.drip(day, step.before())));
    }
  }

  /// Gives one message's unit back.
  static Expression release(int ordinal) {
    return new Expression()
        .count(SheetItem.TOTAL, -1)
        .count(SheetItem.counter(ordinal), -1)
        .ifExists(Key.PK);
  }
}
