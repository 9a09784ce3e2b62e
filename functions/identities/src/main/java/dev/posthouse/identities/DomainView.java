package dev.posthouse.identities;

import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.sending.DnsCheck;
import dev.posthouse.domain.sending.DnsRecord;
import dev.posthouse.domain.sending.DomainState;
import dev.posthouse.domain.sending.ManagedBy;
import dev.posthouse.domain.sending.Registration;
import dev.posthouse.domain.sending.SendingDomain;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A domain of an identity, with the records it must have and what was found instead.
///
/// @param mailboxes how many of the pool are at it, without those retired
/// @param finding the worst that SES's advisor finds wrong with it
/// @param managedBy who puts the records into the zone
/// @param registration absent if we were not asked to register it
/// @param checkedAt when its records were last looked up
record DomainView(
    String domain,
    DomainState state,
    int mailboxes,
    Finding finding,
    ManagedBy managedBy,
    @Nullable RegistrationView registration,
    Instant addedAt,
    @Nullable Instant checkedAt,
    List<RecordView> records) {
  static DomainView of(SendingDomain domain, int mailboxes) {
    return new DomainView(
        domain.name(),
        domain.state(),
        mailboxes,
        domain.finding(),
        domain.managedBy(),
        domain.registration().map(RegistrationView::of).orElse(null),
        domain.addedAt(),
        domain.checkedAt().orElse(null),
        domain.checks().stream().map(RecordView::of).toList());
  }

  /// How its registration stands.
  ///
  /// @param operation what the registrar calls it, once it has told
  /// @param priceUsd of the first year
  /// @param message the registrar's words, or what is to be done
  record RegistrationView(
      Registration.State state,
      @Nullable String operation,
      BigDecimal priceUsd,
      Instant askedAt,
      @Nullable String message) {
    static RegistrationView of(Registration registration) {
      return new RegistrationView(
          registration.state(),
          registration.operation().orElse(null),
          registration.priceUsd(),
          registration.askedAt(),
          registration.message().isEmpty() ? null : registration.message());
    }
  }

  /// A record to paste.
  ///
  /// @param type as zones name it
  /// @param found what is at its name
  /// @param fix what to do; null where there is nothing to do
  record RecordView(
      DnsRecord.Purpose purpose,
      String type,
      String name,
      String value,
      DnsCheck.Outcome outcome,
      List<String> found,
      @Nullable String fix) {
    static RecordView of(DnsCheck check) {
      DnsRecord record = check.expected();
      return new RecordView(
          record.purpose(),
          record.type().name(),
          record.name(),
          record.value(),
          check.outcome(),
          check.found(),
          check.fix().isEmpty() ? null : check.fix());
    }
  }
}
