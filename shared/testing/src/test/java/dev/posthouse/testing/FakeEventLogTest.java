package dev.posthouse.testing;

import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.identity.IdentityId;
import java.time.Instant;

final class FakeEventLogTest implements EventLogContract {
  private volatile Instant now = Fixtures.NOW;
  private final FakeEventLog log = new FakeEventLog(() -> now);

  @Override
  public EventLog log() {
    return logAt(Fixtures.NOW);
  }

  @Override
  public EventLog logAt(Instant time) {
    now = time;
    return log;
  }

  @Override
  public void expire(IdentityId identity) {
    log.expire(identity);
  }
}
