package dev.posthouse.identities;

import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.lambda.Log;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One line for each change to a mailbox of a pool: who looks for a mailbox or an identity in the
/// log finds its whole life.
final class PoolLog {
  private final Log log;

  PoolLog(Log log) {
    this.log = log;
  }

  void added(Roster roster, Mailbox mailbox, @Nullable String reason) {
    write(roster, null, mailbox, reason);
  }

  void changed(Roster roster, Mailbox before, Mailbox after, @Nullable String reason) {
    write(roster, before, after, reason);
  }

  private void write(
      Roster roster, @Nullable Mailbox before, Mailbox after, @Nullable String reason) {
    log.identity(roster.handle().value())
        .with("mailbox", after.address().toString())
        .with("oldState", before == null ? "none" : wire(before.state()))
        .with("newState", wire(after.state()))
        .with("stage", after.stage())
        .with("health", after.health())
        .with("dailyCap", after.dailyCap())
        .with("revision", roster.revision())
        .with("reason", reason)
        .info("pool changed");
  }

  private static String wire(MailboxState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
