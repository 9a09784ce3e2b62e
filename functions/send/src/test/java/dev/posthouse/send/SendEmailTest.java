package dev.posthouse.send;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.Affinity;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.IdempotencyConflictException;
import dev.posthouse.domain.outbound.InsideHour;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.KeyUsage;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.outbound.Preview;
import dev.posthouse.domain.outbound.Refusal;
import dev.posthouse.domain.outbound.Route;
import dev.posthouse.domain.outbound.SendClass;
import dev.posthouse.domain.outbound.SendCommand;
import dev.posthouse.domain.outbound.SendEmail;
import dev.posthouse.domain.outbound.SendResult;
import dev.posthouse.domain.outbound.Standing;
import dev.posthouse.domain.outbound.Verdict;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Quotas;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.dynamodb.JobSize;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.FakeStore.Faults;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.ManualClock;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendEmailTest {
  private final ManualClock clock = new ManualClock();
  private final Random random = new Random(1);
  private Ports ports = new FakeStore().ports();
  private Roster roster = Fixtures.pool(ports, 10, 10, 10);
  private Outbox outbox = ports.outbox();

  @Test
  void aFirstMessageOpensAConversationAndIsCounted() {
    SendResult.Accepted taken = accepted(send(command(Fixtures.person().toString())));

    OutboundJob job = taken.job();
    assertThat(taken.replayed()).isFalse();
    assertThat(job.acceptance().sendClass()).isEqualTo(SendClass.COLD_FIRST_CONTACT);
    assertThat(job.acceptance().affinity()).isEqualTo(Affinity.NEW);
    assertThat(job.acceptance().remaining()).isEqualTo(9);
    assertThat(job.payload()).isInstanceOf(Payload.Inline.class);
    assertThat(ports.jobs().find(job.id())).contains(job);
    assertThat(ports.conversations().find(job.envelope().conversation())).isPresent();
    assertThat(counted(TODAY)).isEqualTo(1);
  }

  @Test
  void aLaterMessageComesFromTheSameMailboxUntilThatCannotSend() {
    String person = Fixtures.person().toString();
    OutboundJob first = accepted(send(command(person))).job();

    OutboundJob second = accepted(send(command(person))).job();
    change(before ->
        before.replacing(first.envelope().sender().ordinal(), box -> box.in(MailboxState.PULLED)));
    OutboundJob third = accepted(send(command(person))).job();
    OutboundJob fourth = accepted(send(command(person))).job();

    assertThat(second.account()).isEqualTo(first.account());
    assertThat(second.acceptance().affinity()).isEqualTo(Affinity.EXISTING);
    assertThat(second.acceptance().sendClass()).isEqualTo(SendClass.COLD_FOLLOWUP);
    assertThat(third.account()).isNotEqualTo(first.account());
    assertThat(third.acceptance().affinity()).isEqualTo(Affinity.REASSIGNED);
    assertThat(fourth.account()).isEqualTo(third.account());
    assertThat(fourth.acceptance().affinity()).isEqualTo(Affinity.EXISTING);
  }

  @Test
  void aMessageForLaterCountsOnThatDay() {
    Instant tomorrow = NOW.plus(Duration.ofDays(1));

    OutboundJob job = accepted(send(command("a@example.com", Optional.of(tomorrow)))).job();

    assertThat(job.progress().dispatchAt()).isEqualTo(tomorrow);
    assertThat(counted(TODAY)).isZero();
    assertThat(counted(TODAY.plusDays(1))).isEqualTo(1);
  }

  @Test
  void aMomentThatHasPassedIsNow() {
    OutboundJob job =
        accepted(send(command("a@example.com", Optional.of(NOW.minusSeconds(1))))).job();

    assertThat(job.progress().dispatchAt()).isEqualTo(NOW);
  }

  @Test
  void contentTooBigForTheJobIsThereBeforeTheJobIs() {
    var big = new Content("s", noise(3_000), null, null, List.of());
    List<Boolean> there = new ArrayList<>();
    outbox =
        new SteppedOutbox(
            ports.outbox(),
            admission -> {
              OutboundJob job = admission.messages().getFirst().job();
              there.add(ports.contents().get(job.envelope().message().value()).isPresent());
              return ports.outbox().commit(admission);
            });

    OutboundJob job = accepted(send(with(command("a@example.com"), big))).job();

    assertThat(there).containsExactly(true);
    assertThat(job.payload()).isEqualTo(new Payload.Stored(job.envelope().message().value(), "s"));
  }

  @Test
  void aRefusalRestsOnWhatIsTrueNow() {
    RosterCache rosters = new RosterCache(ports.identities(), clock);
    SendCommand command = command("a@example.com");
    rosters.find(roster.identity());
    change(before -> before.next(IdentityState.PAUSED));

    SendResult refused = send(email(rosters), command).getFirst();

    assertThat(refused)
        .isEqualTo(
            new SendResult.Refused(
                "a@example.com",
                Route.EXTERNAL,
                new Refusal.IdentityInactive(IdentityState.PAUSED)));
    assertThat(counted(TODAY)).isZero();
  }

  @Test
  void aRefusalOnAStaleReadIsDecidedAgain() {
    var stale = new SteppedOutbox(ports.outbox(), ports.outbox()::commit);
    stale.staleCounts = 10;
    outbox = stale;

    assertThat(accepted(send(command("a@example.com"))).replayed()).isFalse();
    assertThat(stale.strongReads).isEqualTo(1);
  }

  @Test
  void theGuardsComeInTheirOrder() {
    String person = "a@example.com";
    ports.tenants().setOutboundStatus(roster.tenant(), OutboundStatus.SUSPENDED);
    change(before -> before.next(IdentityState.PAUSED, before.displayName(), 0, List.of()));
    ports
        .recipients()
        .suppress(
            roster.tenant(),
            EmailAddress.parse(person),
            new Suppression(Suppression.Reason.COMPLAINED, NOW));

    assertThat(refusal(person)).isInstanceOf(Refusal.IdentityInactive.class);
    assertThat(refusal("nobody")).isInstanceOf(Refusal.IdentityInactive.class);
    change(before -> before.next(IdentityState.ACTIVE));
    assertThat(refusal(person)).isInstanceOf(Refusal.OutboundSuspended.class);
    assertThat(refusal("nobody")).isInstanceOf(Refusal.OutboundSuspended.class);
    ports.tenants().setOutboundStatus(roster.tenant(), OutboundStatus.INTERNAL_ONLY);
    assertThat(refusal("nobody")).isInstanceOf(Refusal.InvalidRecipient.class);
    assertThat(refusal(person)).isInstanceOf(Refusal.RecipientSuppressed.class);
    assertThat(refusal("b@example.com")).isInstanceOf(Refusal.ExternalSendNotEnabled.class);
    ports.tenants().setOutboundStatus(roster.tenant(), OutboundStatus.EXTERNAL_ENABLED);
    assertThat(refusal("b@example.com")).isInstanceOf(Refusal.CapExceeded.class);
    change(before -> before.next(before.state(), before.displayName(), 1, List.of()));
    assertThat(refusal("b@example.com")).isInstanceOf(Refusal.NoAccounts.class);
    change(before -> before.next(Fixtures.mailboxes(0)));
    assertThat(refusal("b@example.com")).isInstanceOf(Refusal.CapExceeded.class);
    change(before -> before.replacing(0, box -> box.withHealth(0)));
    assertThat(refusal("b@example.com")).isInstanceOf(Refusal.NoEligibleMailbox.class);
  }

  @Test
  void aRepeatedKeyGivesTheFirstAnswerWhateverHasHappenedSince() {
    SendCommand command = keyed(command("a@example.com"), "k");
    OutboundJob first = accepted(send(command)).job();
    ports.tenants().setOutboundStatus(roster.tenant(), OutboundStatus.SUSPENDED);
    change(before -> before.next(IdentityState.PAUSED));
    clock.advance(Duration.ofDays(2));

    SendResult.Accepted again =
        accepted(
            send(
                email(new RosterCache(ports.identities(), clock)),
                command,
                () -> {
                  throw new AssertionError("a repetition needs no scope");
                }));

    assertThat(again.replayed()).isTrue();
    assertThat(again.job().id()).isEqualTo(first.id());
    assertThat(again.job().acceptance()).isEqualTo(first.acceptance());
    assertThat(counted(TODAY)).isEqualTo(1);
  }

  @Test
  void aKeyUsedForSomethingElseIsAConflict() {
    send(keyed(command("a@example.com"), "k"));
    SendCommand other = keyed(command("b@example.com"), "k");

    assertThatThrownBy(() -> send(other)).isInstanceOf(IdempotencyConflictException.class);
    assertThat(counted(TODAY)).isEqualTo(1);
  }

  @Test
  void aKeyIsOfOneIdentity() {
    OutboundJob first = accepted(send(keyed(command("a@example.com"), "k"))).job();
    roster = Fixtures.pool(ports, roster.tenant(), 10, 10);

    SendResult.Accepted second = accepted(send(keyed(command("a@example.com"), "k")));

    assertThat(second.replayed()).isFalse();
    assertThat(second.job().id()).isNotEqualTo(first.id());
  }

  @Test
  void aRequestTakenInPartIsCompletedWhenItIsRepeated() {
    change(before -> before.next(before.state(), before.displayName(), 2, before.mailboxes()));
    SendCommand command = keyed(command(people(3)), "k");
    assertThat(send(command)).filteredOn(SendResult.Accepted.class::isInstance).hasSize(2);
    change(before -> before.next(before.state(), before.displayName(), 10, before.mailboxes()));

    List<SendResult> again = send(command);

    assertThat(again).allMatch(SendResult.Accepted.class::isInstance);
    assertThat(again.stream().map(result -> accepted(result).replayed()))
        .containsExactly(true, true, false);
    assertThat(counted(TODAY)).isEqualTo(3);
  }

  @Test
  void everyRecipientGetsItsOwnResultInTheirOrder() {
    ports
        .recipients()
        .suppress(
            roster.tenant(),
            EmailAddress.parse("b@example.com"),
            new Suppression(Suppression.Reason.BOUNCED, NOW));

    List<SendResult> results =
        send(command(List.of("a@example.com", "nobody", "b@example.com", "c@example.com")));

    assertThat(results)
        .extracting(SendResult::to)
        .containsExactly("a@example.com", "nobody", "b@example.com", "c@example.com");
    assertThat(results.get(0)).isInstanceOf(SendResult.Accepted.class);
    assertThat(refusal(results.get(1))).isInstanceOf(Refusal.InvalidRecipient.class);
    assertThat(refusal(results.get(2))).isInstanceOf(Refusal.RecipientSuppressed.class);
    assertThat(results.get(3)).isInstanceOf(SendResult.Accepted.class);
    assertThat(counted(TODAY)).isEqualTo(2);
  }

  @Test
  void ofManyRecipientsAsManyAreTakenAsThereIsRoomFor() {
    var wide = Fixtures.pool(ports, roster.tenant(), 45, 30, 30);
    roster = wide;

    List<SendResult> results = send(command(people(50)));

    assertThat(results.subList(0, 45)).allMatch(SendResult.Accepted.class::isInstance);
    assertThat(results.subList(45, 50).stream().map(SendEmailTest::refusal))
        .allMatch(Refusal.CapExceeded.class::isInstance);
    assertThat(counted(TODAY)).isEqualTo(45);
  }

  @Test
  void aScopeIsAskedForOnlyWhenSomethingIsToBeDone() {
    Runnable refuses =
        () -> {
          throw new IllegalStateException("may not");
        };
    var rosters = new RosterCache(ports.identities(), clock);

    for (String to : List.of("a@example.com", "nobody")) {
      assertThatThrownBy(() -> send(email(rosters), command(to), refuses)).hasMessage("may not");
    }
    assertThat(counted(TODAY)).isZero();
  }

  @Test
  void contentionAndLostAnswersNeitherLoseNorDoubleAMessage() {
    for (int seed = 0; seed < 40; seed++) {
      ports = new FakeStore(new Faults(seed, 0.3, 0.3)).ports();
      outbox = ports.outbox();
      roster = Fixtures.pool(ports, 25, 25);

      List<SendResult> results = send(command(people(30)));

      long taken = results.stream().filter(SendResult.Accepted.class::isInstance).count();
      assertThat(taken).as("seed %d", seed).isEqualTo(25).isEqualTo(counted(TODAY));
      assertThat(ports.jobs().open()).hasSize(25);
    }
  }

  @Test
  void anAttemptWhoseAnswerIsAlwaysLostIsFoundAllTheSame() {
    var tries = new int[1];
    outbox =
        new SteppedOutbox(
            ports.outbox(),
            admission -> {
              if (++tries[0] == 12) {
                ports.outbox().commit(admission);
              }
              return false;
            });

    SendResult.Accepted taken = accepted(send(command("a@example.com")));

    assertThat(tries[0]).isEqualTo(12);
    assertThat(taken.replayed()).isFalse();
    assertThat(counted(TODAY)).isEqualTo(1);
  }

  @Test
  void whoeverIsNeverLetInIsToldSo() {
    outbox = new SteppedOutbox(ports.outbox(), admission -> false);

    assertThat(send(command("a@example.com")))
        .containsExactly(new SendResult.Contended("a@example.com", Route.EXTERNAL));
    assertThat(counted(TODAY)).isZero();
  }

  @Test
  void allRecipientsTogetherHaveEightSeconds() {
    roster = Fixtures.pool(ports, roster.tenant(), 100, 60, 60);
    outbox =
        new SteppedOutbox(
            ports.outbox(),
            admission -> {
              clock.advance(Duration.ofSeconds(3));
              return false;
            });

    List<SendResult> results = send(command(people(50)));

    assertThat(results).allMatch(SendResult.Contended.class::isInstance);
    assertThat(Duration.between(NOW, clock.instant())).isLessThanOrEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void ofManyAtOnceWithOneKeyOneIsTaken() {
    SendCommand command = keyed(command("a@example.com"), "k");
    var rosters = new RosterCache(ports.identities(), clock);
    SendEmail email = email(rosters);

    List<SendResult> results = Race.run(32, number -> () -> send(email, command).getFirst());

    assertThat(results.stream().map(result -> accepted(result).job().id()).distinct()).hasSize(1);
    assertThat(results).filteredOn(result -> !accepted(result).replayed()).hasSize(1);
    assertThat(counted(TODAY)).isEqualTo(1);
  }

  @Test
  void aSendAtMidnightIsCountedOnTheDayOfItsDecision() {
    clock.set(TODAY.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1));
    SendEmail email = email(new RosterCache(ports.identities(), clock));
    SendEmail.Begun begun = email.begin(command("a@example.com"));
    clock.advance(Duration.ofMillis(1));

    accepted(email.complete(begun, () -> {}, () -> {}));

    assertThat(counted(TODAY)).isZero();
    assertThat(counted(TODAY.plusDays(1))).isEqualTo(1);
  }

  @Test
  void aPreviewDecidesAndWritesNothing() {
    outbox =
        new SteppedOutbox(
            ports.outbox(),
            admission -> {
              throw new AssertionError("a preview wrote");
            });
    SendEmail email = email(new RosterCache(ports.identities(), clock));

    Preview preview =
        email
            .preview(
                command("a@example.com"),
                List.of(EmailAddress.parse("a@example.com")),
                KeyLimits.NONE)
            .getFirst();

    assertThat(preview.verdict()).isInstanceOf(Verdict.Admit.class);
    assertThat(counted(TODAY)).isZero();
    assertThat(ports.jobs().open()).isEmpty();
  }

  /// An outbox whose commits go as told.
  private static final class SteppedOutbox implements Outbox {
    private final Outbox target;
    private final Predicate<Admission> commit;
    int staleCounts;
    int strongReads;

    SteppedOutbox(Outbox target, Predicate<Admission> commit) {
      this.target = target;
      this.commit = commit;
    }

    @Override
    public Map<LocalDate, DaySheet> sheets(IdentityId identity, LocalDate from, LocalDate to) {
      return target.sheets(identity, from, to);
    }

    @Override
    public Standing standing(Inquiry inquiry, boolean strong) {
      Standing standing = target.standing(inquiry, strong);
      if (strong) {
        strongReads++;
        return standing;
      }
      var sheet = standing.sheet();
      for (int i = 0; i < staleCounts; i++) {
        sheet = sheet.plusOne(0);
      }
      return new Standing(
          standing.tenant(),
          standing.purse(),
          sheet,
          standing.recipients(),
          standing.jobs(),
          standing.internal());
    }

    @Override
    public boolean commit(Admission admission) {
      return commit.test(admission);
    }

    @Override
    public InsideHour inside(TenantId tenant, Instant at) {
      return target.inside(tenant, at);
    }

    @Override
    public KeyUsage usage(KeyId pot, LocalDate day) {
      return target.usage(pot, day);
    }
  }

  private SendEmail email(RosterCache rosters) {
    return new SendEmail(
        outbox,
        rosters,
        ports.contents(),
        Quotas.parse(Quotas.STANDARD),
        ports.momentPages(),
        clock,
        random,
        JobSize::fits,
        attempt -> {});
  }

  private List<SendResult> send(SendCommand command) {
    return send(email(new RosterCache(ports.identities(), clock)), command);
  }

  private static List<SendResult> send(SendEmail email, SendCommand command) {
    return send(email, command, () -> {});
  }

  private static List<SendResult> send(SendEmail email, SendCommand command, Runnable scope) {
    return email.complete(email.begin(command), scope, () -> {});
  }

  private static SendResult.Accepted accepted(List<SendResult> results) {
    assertThat(results).hasSize(1);
    return accepted(results.getFirst());
  }

  private static SendResult.Accepted accepted(SendResult result) {
    assertThat(result).isInstanceOf(SendResult.Accepted.class);
    return (SendResult.Accepted) result;
  }

  private static Refusal refusal(SendResult result) {
    assertThat(result).isInstanceOf(SendResult.Refused.class);
    return ((SendResult.Refused) result).refusal();
  }

  private Refusal refusal(String to) {
    List<SendResult> results = send(command(to));
    assertThat(counted(TODAY)).isZero();
    return refusal(results.getFirst());
  }

  private SendCommand command(String to) {
    return command(to, Optional.empty());
  }

  private SendCommand command(String to, Optional<Instant> sendAt) {
    return command(List.of(to), sendAt);
  }

  private SendCommand command(List<String> to) {
    return command(to, Optional.empty());
  }

  private SendCommand command(List<String> to, Optional<Instant> sendAt) {
    return new SendCommand(
        roster,
        "identities/send",
        to,
        Fixtures.content(),
        Optional.empty(),
        false,
        List.of(),
        sendAt,
        DeliveryGuarantee.AT_MOST_ONCE,
        Optional.empty(),
        JobIds.sha256(to.toString()).substring(0, 32));
  }

  private static SendCommand keyed(SendCommand command, String key) {
    return new SendCommand(
        command.roster(),
        command.route(),
        command.recipients(),
        command.content(),
        command.message(),
        command.reply(),
        command.labels(),
        command.sendAt(),
        command.guarantee(),
        Optional.of(key),
        command.fingerprint());
  }

  private static SendCommand with(SendCommand command, Content content) {
    return new SendCommand(
        command.roster(),
        command.route(),
        command.recipients(),
        content,
        command.message(),
        command.reply(),
        command.labels(),
        command.sendAt(),
        command.guarantee(),
        command.idempotencyKey(),
        command.fingerprint());
  }

  private static List<String> people(int count) {
    return IntStream.range(0, count).mapToObj(i -> Fixtures.person().toString()).toList();
  }

  private static String noise(int length) {
    var random = new Random(1);
    return random
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void change(UnaryOperator<Roster> change) {
    roster =
        Fixtures.changed(ports.identities().change(roster, change.apply(roster), clock.instant()));
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
