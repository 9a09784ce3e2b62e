package dev.posthouse.domain.sending;

import dev.posthouse.domain.sending.HostedZones.Change;
import java.util.List;
import java.util.Optional;

/// What a zone lacks of the records a domain must have.
///
/// Only ever adds: a name with nothing at it gets its record, and a text is put beside texts about
/// other things. What contradicts a record stays, be it a wrong policy or the MX of the mail
/// somebody has already: taking it away is the customer's decision, and the check tells what is
/// wrong with it.
final class MissingRecords {
  /// So that a mistake does not live long; SES asks for no more.
  private static final long TTL_SECONDS = 300;

  private static final String CNAME = DnsRecord.Type.CNAME.name();

  private MissingRecords() {}

  /// @param there all that is at the names of those records
  static List<Change> of(List<DnsRecord> expected, List<RecordSet> there) {
    return expected.stream().flatMap(record -> change(record, there).stream()).toList();
  }

  private static Optional<Change> change(DnsRecord record, List<RecordSet> there) {
    List<RecordSet> atName =
        there.stream().filter(set -> set.name().equals(record.name())).toList();
    List<RecordSet> ofType =
        atName.stream().filter(set -> set.type().equals(record.type().name())).toList();
    if (!ofType.isEmpty()) {
      return beside(record, ofType.getFirst());
    }
    // A CNAME stands alone (RFC 1034 §3.6.2).
    boolean alone =
        record.type() == DnsRecord.Type.CNAME
            ? !atName.isEmpty()
            : atName.stream().anyMatch(set -> set.type().equals(CNAME));
    return alone
        ? Optional.empty()
        : Optional.of(
            new Change(
                Optional.empty(),
                new RecordSet(
                    record.type().name(),
                    record.name(),
                    TTL_SECONDS,
                    List.of(value(record)),
                    true)));
  }

  private static Optional<Change> beside(DnsRecord record, RecordSet set) {
    if (record.type() != DnsRecord.Type.TXT || !set.simple()) {
      return Optional.empty();
    }
    List<String> texts = set.values().stream().map(TxtRecord::text).toList();
    return DomainRecords.hasItsLike(record, texts)
        ? Optional.empty()
        : Optional.of(new Change(Optional.of(set), set.with(value(record))));
  }

  private static String value(DnsRecord record) {
    return record.type() == DnsRecord.Type.TXT ? TxtRecord.quoted(record.value()) : record.value();
  }
}
