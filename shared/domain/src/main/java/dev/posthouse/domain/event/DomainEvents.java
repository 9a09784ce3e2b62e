package dev.posthouse.domain.event;

import dev.posthouse.domain.sending.DnsCheck;
import dev.posthouse.domain.sending.DomainState;
import dev.posthouse.domain.sending.SendingDomain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a new revision of a domain tells its identity: that its records are in order, or no longer.
public final class DomainEvents {
  private DomainEvents() {}

  /// The entry of the step from one revision to the next; empty if its state is the same.
  public static Optional<Entry> of(SendingDomain before, SendingDomain after) {
    if (before.state() == after.state() || after.state() == DomainState.PENDING) {
      return Optional.empty();
    }
    EventType type =
        after.state() == DomainState.VERIFIED ? EventType.DOMAIN_VERIFIED : EventType.DOMAIN_FAILED;
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("domain", after.name());
    if (type == EventType.DOMAIN_FAILED) {
      data.put(
          "fixes",
          after.checks().stream().filter(check -> !check.passed()).map(DnsCheck::fix).toList());
    }
    String thing = after.identity().value() + "\0" + after.name();
    var occurrence =
        new Occurrence(
            EventId.of(thing, after.revision(), type),
            type,
            after.checkedAt().orElse(after.addedAt()),
            null,
            data);
    return Optional.of(
        new Entry(
            after.identity(), after.checkedAt().orElse(after.addedAt()), List.of(occurrence)));
  }
}
