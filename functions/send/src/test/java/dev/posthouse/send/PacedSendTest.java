package dev.posthouse.send;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.message.Messages.Arrival;
import dev.posthouse.domain.outbound.DayBook;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Preview;
import dev.posthouse.domain.outbound.Refusal;
import dev.posthouse.domain.outbound.SendClass;
import dev.posthouse.domain.outbound.SendCommand;
import dev.posthouse.domain.outbound.SendEmail;
import dev.posthouse.domain.outbound.SendResult;
import dev.posthouse.domain.outbound.Verdict;
import dev.posthouse.domain.pool.Pacing;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.WorkingHours;
import dev.posthouse.domain.purse.Quotas;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.dynamodb.JobSize;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.FakeStore.Faults;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.ManualClock;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.Race;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Fixtures.NOW is Wednesday 2031-05-14, 12:00 UTC: 14:00 in Berlin, 08:00 in New York.
class PacedSendTest {
  private static final Duration GAP = Duration.ofSeconds(90);

  private final ManualClock clock = new ManualClock();
  private final Random random = new Random(1);
  private Ports ports = new FakeStore().ports();
  private Roster roster = Fixtures.pool(ports, 1_000, 500, 500);

  @Test
  void coldMailWaitsForWorkingHoursAndCountsOnTheirDay() {
    pace("Pacific/Auckland", 540, 1020, Duration.ZERO);

    OutboundJob job = jobs(send("a@example.com")).getFirst();

    // 09:00 of Thursday in Auckland.
    assertThat(job.progress().dispatchAt()).isEqualTo("2031-05-14T21:00:00Z");
    assertThat(job.status()).isEqualTo(JobStatus.SCHEDULED);
    assertThat(job.acceptance().sendClass()).isEqualTo(SendClass.COLD_FIRST_CONTACT);

    clock.set(Instant.parse("2031-05-16T12:00:00Z"));
    OutboundJob weekend = jobs(send("b@example.com")).getFirst();
    assertThat(weekend.progress().dispatchAt()).isEqualTo("2031-05-18T21:00:00Z");
    assertThat(counted(TODAY)).isEqualTo(1);
    assertThat(counted(LocalDate.parse("2031-05-16"))).isZero();
    assertThat(counted(LocalDate.parse("2031-05-18"))).isEqualTo(1);
  }

  @Test
  void recipientsOfOneRequestGetPlacesBehindEachOther() {
    pace("Europe/Berlin", 540, 1020, GAP);

    List<OutboundJob> jobs = jobs(send(people(25)));

    assertThat(jobs)
        .extracting(job -> job.progress().dispatchAt())
        .containsExactlyElementsOf(
            IntStream.range(0, 25).mapToObj(i -> NOW.plus(GAP.multipliedBy(i))).toList());
  }

  @Test
  void aQueueLongerThanTheDayGoesOnTheNextOne() {
    pace("Europe/Berlin", 540, 1020, Duration.ofMinutes(30));

    List<OutboundJob> jobs = jobs(send(people(20)));

    // 14:00 to 16:30 today, then from 09:00 on.
    assertThat(jobs.get(5).progress().dispatchAt()).isEqualTo("2031-05-14T14:30:00Z");
    assertThat(jobs.get(6).progress().dispatchAt()).isEqualTo("2031-05-15T07:00:00Z");
    assertThat(jobs.get(19).progress().dispatchAt()).isEqualTo("2031-05-15T13:30:00Z");
    assertThat(counted(TODAY)).isEqualTo(6);
    assertThat(counted(TODAY.plusDays(1))).isEqualTo(14);
    assertThat(jobs).allMatch(job -> job.unit().orElseThrow().day().equals(day(job)));
  }

  @Test
  void theDistanceHoldsHoweverManySendAtOnceAndWhateverTheStoreDoes() {
    ports = new FakeStore(new Faults(7, 0.2, 0.1)).ports();
    roster = Fixtures.pool(ports, 1_000, 500, 500);
    pace("Europe/Berlin", 540, 1020, Duration.ofMinutes(10));

    List<List<SendResult>> results = Race.run(16, number -> () -> send(people(5)));

    List<Instant> slots =
        results.stream()
            .flatMap(List::stream)
            .filter(SendResult.Accepted.class::isInstance)
            .map(result -> ((SendResult.Accepted) result).job().progress().dispatchAt())
            .sorted()
            .toList();
    assertThat(slots).hasSizeGreaterThan(40);
    for (int i = 1; i < slots.size(); i++) {
      assertThat(Duration.between(slots.get(i - 1), slots.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    }
  }

  @Test
  void warmMailGoesAtOnceUntilThreeMessagesHadNoAnswer() {
    pace("Pacific/Auckland", 540, 1020, GAP);
    send("a@example.com");
    hear("a@example.com", MessageKind.AUTO_REPLY);
    assertThat(jobs(send("a@example.com")).getFirst().acceptance().sendClass())
        .isEqualTo(SendClass.COLD_FOLLOWUP);

    hear("a@example.com", MessageKind.HUMAN);
    for (int i = 0; i < 3; i++) {
      OutboundJob warm = jobs(send("a@example.com")).getFirst();
      assertThat(warm.acceptance().sendClass()).isEqualTo(SendClass.WARM);
      assertThat(warm.progress().dispatchAt()).isEqualTo(NOW);
    }
    OutboundJob fourth = jobs(send("a@example.com")).getFirst();
    assertThat(fourth.acceptance().sendClass()).isEqualTo(SendClass.COLD_FOLLOWUP);
    assertThat(fourth.progress().dispatchAt()).isAfter(NOW);

    hear("a@example.com", MessageKind.HUMAN);
    assertThat(jobs(send("a@example.com")).getFirst().acceptance().sendClass())
        .isEqualTo(SendClass.WARM);
  }

  @Test
  void aWishedMomentIsTheEarliest() {
    pace("Europe/Berlin", 540, 1020, GAP);
    Instant evening = Instant.parse("2031-05-14T18:00:00Z");
    Instant morning = Instant.parse("2031-05-15T07:30:00Z");

    assertThat(dispatch(command(List.of("a@example.com"), evening)))
        .isEqualTo("2031-05-15T07:00:00Z");
    assertThat(dispatch(command(List.of("b@example.com"), morning))).isEqualTo(morning);
    assertThat(dispatch(command(List.of("c@example.com"), morning))).isEqualTo(morning.plus(GAP));
    assertThat(jobs(send("d@example.com")).getFirst().progress().dispatchAt()).isEqualTo(NOW);
  }

  @Test
  void aSelfServeMailboxIsNotPaced() {
    pace("Pacific/Auckland", 540, 1020, GAP);
    Roster alone =
        new Roster(
            roster.identity(),
            roster.tenant(),
            new Handle(roster.mailboxes().getFirst().address().canonical()),
            "Ada",
            roster.state(),
            10,
            1,
            List.of(roster.mailboxes().getFirst()),
            roster.restraints());

    assertThat(alone.paces(true)).isFalse();
    assertThat(roster.paces(true)).isTrue();
    assertThat(roster.paces(false)).isFalse();
  }

  @Test
  void aDryRunTellsWhyAMessageWaits() {
    assertThat(preview(NOW).turn().why()).isEqualTo(DayBook.Why.AT_ONCE);
    assertThat(preview(NOW.plusSeconds(60)).turn().why()).isEqualTo(DayBook.Why.SEND_AT);

    pace("Europe/Berlin", 540, 1020, GAP);
    send("a@example.com");
    assertThat(preview(NOW).turn()).isEqualTo(turn(NOW.plus(GAP), DayBook.Why.DRIP));

    pace("Pacific/Auckland", 540, 1020, GAP);
    assertThat(preview(NOW).turn())
        .isEqualTo(turn(Instant.parse("2031-05-14T21:00:00Z"), DayBook.Why.WORKING_HOURS));
  }

  @Test
  void aQueueOfMoreThanAMonthIsRefused() {
    pace("UTC", 540, 601, Duration.ofHours(1));
    int taken = 0;
    Refusal refusal = null;
    while (refusal == null) {
      SendResult result = send("x" + taken + "@example.com").getFirst();
      if (result instanceof SendResult.Refused refused) {
        refusal = refused.refusal();
      } else {
        taken++;
      }
    }

    // Two on each workday of 30 days; today's hours are over.
    assertThat(taken).isBetween(40, 46);
    assertThat(refusal).isInstanceOf(Refusal.CapExceeded.class);
    assertThat(((Refusal.CapExceeded) refusal).binding().limit()).isEqualTo("drip_days");
    assertThat(preview(NOW).verdict()).isInstanceOf(Verdict.Refuse.class);
  }

  private static DayBook.Turn turn(Instant at, DayBook.Why why) {
    return new DayBook.Turn(at, why, Optional.empty());
  }

  private Preview preview(Instant sendAt) {
    return email()
        .preview(
            command(List.of("new@example.com"), sendAt),
            List.of(EmailAddress.parse("new@example.com")),
            KeyLimits.NONE)
        .getFirst();
  }

  private Instant dispatch(SendCommand command) {
    return jobs(complete(command)).getFirst().progress().dispatchAt();
  }

  private void hear(String from, MessageKind kind) {
    clock.advance(Duration.ofMillis(1));
    var person = EmailAddress.parse(from);
    ports
        .messages()
        .receive(Fixtures.received(roster, kind, person, clock.instant()), new Arrival(person, 0));
    clock.set(NOW);
  }

  private void pace(String zone, int start, int end, Duration gap) {
    var pacing =
        new Pacing(
            ZoneId.of(zone),
            new WorkingHours(start, end),
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            gap);
    roster =
        Fixtures.changed(
            ports
                .identities()
                .change(roster, roster.next(roster.mailboxes()).paced(pacing), clock.instant()));
  }

  private SendEmail email() {
    return new SendEmail(
        ports.outbox(),
        new RosterCache(ports.identities(), clock),
        ports.contents(),
        Quotas.parse(Quotas.STANDARD),
        ports.momentPages(),
        clock,
        random,
        JobSize::fits,
        attempt -> {});
  }

  private List<SendResult> send(String to) {
    return send(List.of(to));
  }

  private List<SendResult> send(List<String> to) {
    return complete(command(to, NOW));
  }

  private List<SendResult> complete(SendCommand command) {
    SendEmail email = email();
    return email.complete(email.begin(command), () -> {}, () -> {});
  }

  private SendCommand command(List<String> to, Instant sendAt) {
    return new SendCommand(
        roster,
        "identities/send",
        to,
        Fixtures.content(),
        Optional.empty(),
        false,
        List.of(),
        Optional.of(sendAt),
        DeliveryGuarantee.AT_MOST_ONCE,
        Optional.empty(),
        JobIds.sha256(to.toString()).substring(0, 32));
  }

  private static List<OutboundJob> jobs(List<SendResult> results) {
    return results.stream().map(result -> ((SendResult.Accepted) result).job()).toList();
  }

  private static LocalDate day(OutboundJob job) {
    return OutboundJob.dayOf(job.progress().dispatchAt());
  }

  private static List<String> people(int count) {
    return IntStream.range(0, count).mapToObj(i -> Fixtures.person().toString()).toList();
  }

  private int counted(LocalDate day) {
    return ports
        .outbox()
        .standing(
            new Outbox.Inquiry(roster.tenant(), roster.identity(), day, List.of(), List.of()), true)
        .sheet()
        .total();
  }
}
