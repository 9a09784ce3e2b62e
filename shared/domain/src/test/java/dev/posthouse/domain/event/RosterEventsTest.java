package dev.posthouse.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Cause;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.sending.DomainRecords;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RosterEventsTest {
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07Z");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  private static final IdentityId IDENTITY = new IdentityId("idn_0123456789abcdef");
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");

  @ParameterizedTest
  @CsvSource({
    "PROVISIONING, ACTIVE, IDENTITY_READY",
    "PAUSED, ACTIVE, IDENTITY_RESUMED",
    "REPAIRING, ACTIVE, IDENTITY_RESUMED",
    "SUSPENDED, ACTIVE, IDENTITY_RESUMED",
    "ACTIVE, PAUSED, IDENTITY_PAUSED",
    "ACTIVE, REPAIRING, IDENTITY_PAUSED",
    "ACTIVE, SUSPENDED, IDENTITY_SUSPENDED",
    "ACTIVE, DELETED, IDENTITY_SUSPENDED"
  })
  void aStateIsToldOfOnce(IdentityState from, IdentityState to, EventType type) {
    Roster before =
        roster(1)
            .replacing(0, mailbox -> mailbox.on(mailbox.course().entered(DAY, Cause.NONE)))
            .next(from);

    assertThat(occurrences(before, before.next(to)))
        .extracting(Occurrence::type)
        .containsExactly(type);
    assertThat(occurrences(before, before.next(from))).isEmpty();
  }

  @Test
  void whatIsReadyAtOnceIsNotToldOfAgain() {
    Roster before = roster(1).next(IdentityState.PROVISIONING);

    assertThat(occurrences(before, before.next(IdentityState.ACTIVE))).isEmpty();
  }

  @Test
  void aMailboxThatIsTakenOutIsToldOfWithItsReason() {
    Roster before = roster(2);
    Roster after =
        before.replacing(
            1,
            mailbox ->
                mailbox
                    .on(mailbox.course().entered(DAY, Cause.COMPLAINTS))
                    .in(MailboxState.PULLED));

    assertThat(occurrences(before, after))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.type()).isEqualTo(EventType.MAILBOX_PULLED);
          assertThat(event.data())
              .containsEntry("reason", "complaints")
              .containsEntry("final", false)
              .hasEntrySatisfying(
                  "account",
                  account ->
                      assertThat((Map<?, ?>) account)
                          .extracting("email")
                          .isEqualTo("m1@one.example"));
        });
    Roster further = after.replacing(1, mailbox -> mailbox.in(MailboxState.QUARANTINED));
    assertThat(occurrences(after, further)).as("the way back is in the pool view").isEmpty();
  }

  @Test
  void aReplacementTellsOldAndNew() {
    Roster before =
        roster(2)
            .replacing(
                0,
                mailbox ->
                    mailbox
                        .on(mailbox.course().entered(DAY, Cause.HEALTH))
                        .in(MailboxState.RETIRED));
    Mailbox made = mailbox(2);
    var pool = new ArrayList<>(before.mailboxes());
    pool.add(made.on(made.course().replacing(0)));

    assertThat(occurrences(before, before.next(pool)))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.type()).isEqualTo(EventType.MAILBOX_REPLACED);
          assertThat(event.data()).containsEntry("reason", "health");
          assertThat((Map<?, ?>) event.data().get("old"))
              .extracting("email")
              .isEqualTo("m0@one.example");
          assertThat((Map<?, ?>) event.data().get("new"))
              .extracting("email")
              .isEqualTo("m2@one.example");
        });
  }

  @Test
  void manyAtOnceFillSeveralEntriesAndEachHasItsOwnId() {
    Roster before = roster(10);
    Roster after =
        before.next(
            IdentityState.REPAIRING,
            "Dana",
            300,
            before.mailboxes().stream().map(box -> box.in(MailboxState.PULLED)).toList());
    List<Entry> entries = RosterEvents.of(before, after, AT);

    assertThat(entries).extracting(entry -> entry.occurrences().size()).containsExactly(4, 4, 3);
    assertThat(occurrences(before, after)).extracting(Occurrence::id).doesNotHaveDuplicates();
    assertThat(RosterEvents.of(before, after, AT)).as("derived again").isEqualTo(entries);
  }

  @Test
  void aDomainTellsWhenItIsProvenAndWhenItNoLongerIs() {
    SendingDomain added =
        SendingDomain.added(IDENTITY, TENANT, "one.example", new DomainRecords("us-east-1"), AT);
    SendingDomain pending = added.looked(false, List.of(), added.checks(), Finding.NONE, AT);
    SendingDomain proven = pending.looked(true, List.of(), List.of(), Finding.NONE, AT);
    SendingDomain failed = proven.looked(false, List.of(), added.checks(), Finding.NONE, AT);

    assertThat(DomainEvents.of(added, pending)).isEmpty();
    assertThat(DomainEvents.of(pending, proven))
        .hasValueSatisfying(entry ->
            assertThat(entry.occurrences().getFirst().type()).isEqualTo(EventType.DOMAIN_VERIFIED));
    assertThat(DomainEvents.of(proven, proven)).isEmpty();
    assertThat(DomainEvents.of(proven, failed))
        .hasValueSatisfying(entry ->
            assertThat(entry.occurrences().getFirst().type()).isEqualTo(EventType.DOMAIN_FAILED));
  }

  private static List<Occurrence> occurrences(Roster before, Roster after) {
    return RosterEvents.of(before, after, AT).stream()
        .flatMap(entry -> entry.occurrences().stream())
        .toList();
  }

  private static Mailbox mailbox(int ordinal) {
    return new Mailbox(
        ordinal,
        EmailAddress.parse("m" + ordinal + "@one.example"),
        MailboxState.ACTIVE,
        100,
        100,
        93);
  }

  private static Roster roster(int mailboxes) {
    return new Roster(
        IDENTITY,
        TENANT,
        new Handle("dana@post.example"),
        "Dana",
        IdentityState.ACTIVE,
        300,
        1,
        IntStream.range(0, mailboxes).mapToObj(RosterEventsTest::mailbox).toList());
  }
}
