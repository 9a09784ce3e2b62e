package dev.posthouse.domain.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.sending.DnsRecord.Purpose;
import dev.posthouse.domain.tenant.TenantId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DomainRecordsTest {
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");
  private static final TenantId OTHER = new TenantId("tnt_fedcba9876543210");
  private static final DomainRecords RECORDS = new DomainRecords("eu-west-1");
  private static final List<String> TOKENS = List.of("t1", "t2", "t3");

  @Test
  void aDomainNeedsEightRecords() {
    assertThat(RECORDS.expected(TENANT, "one.example", TOKENS).subList(1, 8))
        .containsExactly(
            record(
                Purpose.DKIM,
                DnsRecord.Type.CNAME,
                "t1._domainkey.one.example",
                "t1.dkim.amazonses.com"),
            record(
                Purpose.DKIM,
                DnsRecord.Type.CNAME,
                "t2._domainkey.one.example",
                "t2.dkim.amazonses.com"),
            record(
                Purpose.DKIM,
                DnsRecord.Type.CNAME,
                "t3._domainkey.one.example",
                "t3.dkim.amazonses.com"),
            record(
                Purpose.MAIL_FROM,
                DnsRecord.Type.MX,
                "bounce.one.example",
                "10 feedback-smtp.eu-west-1.amazonses.com"),
            record(
                Purpose.SPF,
                DnsRecord.Type.TXT,
                "bounce.one.example",
                "v=spf1 include:amazonses.com ~all"),
            record(Purpose.DMARC, DnsRecord.Type.TXT, "_dmarc.one.example", "v=DMARC1; p=none;"),
            record(
                Purpose.RECEIVING,
                DnsRecord.Type.MX,
                "one.example",
                "10 inbound-smtp.eu-west-1.amazonaws.com"));
  }

  @Test
  void whoseADomainIsNobodyCanCopyFromAnother() {
    DnsRecord mine = RECORDS.expected(TENANT, "one.example", TOKENS).getFirst();
    DnsRecord yours = RECORDS.expected(OTHER, "one.example", TOKENS).getFirst();

    assertThat(mine.purpose()).isEqualTo(Purpose.OWNERSHIP);
    assertThat(mine.name()).isEqualTo("_posthouse.one.example");
    assertThat(mine.value()).isNotEqualTo(yours.value());
    assertThat(DomainRecords.check(mine, zone(yours.value())).passed()).isFalse();
  }

  @Test
  void whatIsPastedPasses() {
    for (DnsRecord expected : RECORDS.expected(TENANT, "one.example", TOKENS)) {
      DnsCheck check = DomainRecords.check(expected, zone(expected.value()));
      assertThat(check.passed()).as("%s", expected.purpose()).isTrue();
      assertThat(check.fix()).isEmpty();
    }
  }

  @Test
  void whatIsMissingIsSaidWithTheRecordToAdd() {
    for (DnsRecord expected : RECORDS.expected(TENANT, "one.example", TOKENS)) {
      DnsCheck check = DomainRecords.check(expected, zone());
      assertThat(check.outcome()).isEqualTo(DnsCheck.Outcome.FAILED);
      assertThat(check.fix()).contains(expected.name()).endsWith(expected.value());
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DKIM | T1.DKIM.amazonses.com. | ok",
        "DKIM | t2.dkim.amazonses.com | Add",
        "MAIL_FROM | 5 feedback-smtp.eu-west-1.amazonses.com. | ok",
        "MAIL_FROM | 10 feedback-smtp.us-east-1.amazonses.com | Add",
        "MAIL_FROM | 10 feedback-smtp.eu-west-1.amazonses.com;20 mx.other.example | Remove",
        "SPF | v=spf1 mx include:amazonses.com -all | ok",
        "SPF | verification=1;v=spf1 include:amazonses.com ~all | ok",
        "SPF | v=spf1 include:notamazonses.com ~all | include:amazonses.com",
        "SPF | v=spf1 include:amazonses.com ~all;v=spf1 mx -all | join",
        "DMARC | v=DMARC1; p=reject; rua=mailto:a@one.example | ok",
        "DMARC | v=DMARC1;p=quarantine | ok",
        "DMARC | v=DMARC1; rua=mailto:a@one.example | policy",
        "DMARC | v=DMARC1; p=maybe | policy",
        "DMARC | v=DMARC1; p=none;v=DMARC1; p=reject | several",
        "RECEIVING | 10 inbound-smtp.eu-west-1.amazonaws.com;10 aspmx.l.google.com | Remove",
        "RECEIVING | 1 aspmx.l.google.com | Add"
      })
  void recordsAreReadAsReceiversReadThem(Purpose purpose, String found, String said) {
    DnsRecord expected =
        RECORDS.expected(TENANT, "one.example", TOKENS).stream()
            .filter(record -> record.purpose() == purpose)
            .findFirst()
            .orElseThrow();
    String[] values = purpose == Purpose.DMARC ? found.split(";(?=v=)", -1) : found.split(";", -1);
    DnsCheck check = DomainRecords.check(expected, zone(values));

    assertThat(check.found()).containsExactly(values);
    if (said.equals("ok")) {
      assertThat(check.passed()).isTrue();
    } else {
      assertThat(check.passed()).isFalse();
      assertThat(check.fix()).contains(said);
    }
  }

  private static Zone zone(String... values) {
    return (type, name) -> Arrays.asList(values);
  }

  private static DnsRecord record(Purpose purpose, DnsRecord.Type type, String name, String value) {
    return new DnsRecord(purpose, type, name, value);
  }
}
