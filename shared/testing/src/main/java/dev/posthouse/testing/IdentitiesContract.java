package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static dev.posthouse.testing.Fixtures.changed;
import static dev.posthouse.testing.Fixtures.followups;
import static dev.posthouse.testing.Fixtures.identity;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.mailbox;
import static dev.posthouse.testing.Fixtures.mailboxes;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static dev.posthouse.testing.Fixtures.tenantId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Cause;
import dev.posthouse.domain.pool.Compartment;
import dev.posthouse.domain.pool.Course;
import dev.posthouse.domain.pool.EarnedDays;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Pacing;
import dev.posthouse.domain.pool.ProviderGroup;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.SlowLane;
import dev.posthouse.domain.pool.WorkingHours;
import dev.posthouse.domain.tenant.TenantId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.identity.Identities] promises: an address belongs to one, and a
/// roster replaced is a roster no send rests on any more.
public interface IdentitiesContract extends StoreContract {
  @Test
  default void anIdentityIsReadAsItWasCreated() {
    Identity identity = identity(tenantId(), 150);

    assertThat(ports().identities().create(identity)).isTrue();

    assertThat(ports().identities().find(identity.handle())).contains(identity);
    assertThat(ports().identities().roster(identity.id())).contains(identity.roster());
  }

  @Test
  default void aMailboxIsReadWithItsWholeCourse() {
    Roster before = pool(ports(), 150, 10, 10);
    var course =
        new Course(
            new EarnedDays(12_345_678),
            EarnedDays.of(3),
            true,
            17,
            Optional.of(TODAY),
            2,
            Optional.of(TODAY.minusDays(3)),
            Optional.of(TODAY.minusDays(9)),
            Cause.COMPLAINTS,
            OptionalInt.of(0),
            OptionalInt.of(12));
    Roster after = before.replacing(1, mailbox -> mailbox.on(course).in(MailboxState.QUARANTINED));

    ports().identities().change(before, after, NOW);

    assertThat(ports().identities().roster(before.identity())).contains(after);
  }

  @Test
  default void everyRotatedIdentityIsInOnePlaceOfTheRounds() {
    var made = new ArrayList<IdentityId>();
    for (int i = 0; i < 20; i++) {
      made.add(pool(ports(), 150, 10).identity());
    }
    var found = new ArrayList<IdentityId>();
    for (int shard = 0; shard < Identities.SHARDS; shard++) {
      Optional<IdentityId> after = Optional.empty();
      List<IdentityId> page = ports().identities().rounds(shard, after, 3);
      while (!page.isEmpty()) {
        found.addAll(page);
        page = ports().identities().rounds(shard, Optional.of(page.getLast()), 3);
      }
    }
    assertThat(found).doesNotHaveDuplicates().containsAll(made);
  }

  @Test
  default void aTierAndWhatItBringsChangeTogether() {
    Roster before = pool(ports(), 150, 10, 10);
    Identity identity = ports().identities().find(before.handle()).orElseThrow();
    Roster after = before.next(before.state(), before.displayName(), 300, before.mailboxes());

    assertThat(ports().identities().changeTier(identity, "growth", after, NOW))
        .isEqualTo(new PoolChange.Changed(after));

    Identity changed = ports().identities().find(before.handle()).orElseThrow();
    assertThat(changed.tierName()).isEqualTo("growth");
    assertThat(changed.roster()).isEqualTo(after);
    assertThat(ports().identities().changeTier(identity, "scale", after, NOW))
        .isEqualTo(new PoolChange.Raced());
    assertThat(ports().identities().find(before.handle()).orElseThrow()).isEqualTo(changed);
  }

  @Test
  default void whatDoesNotExistIsNotFound() {
    assertThat(ports().identities().find(Fixtures.handle())).isEmpty();
    assertThat(ports().identities().roster(Fixtures.identityId())).isEmpty();
    assertThat(ports().identities().owner(person())).isEmpty();
    assertThat(ports().identities().list(tenantId(), Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void aHandleIsGivenOnce() {
    Identity first = identity(tenantId(), 150);
    Identity second = with(identity(tenantId(), 300), first.handle());
    assertThat(ports().identities().create(first)).isTrue();

    assertThat(ports().identities().create(second)).isFalse();

    assertThat(ports().identities().find(first.handle())).contains(first);
    assertThat(ports().identities().roster(second.id())).isEmpty();
    assertThat(ports().identities().list(second.roster().tenant(), Optional.empty(), 10)).isEmpty();
  }

  @Test
  @Racing
  default void ofManyWhoWantAHandleOneGetsIt() {
    Handle handle = Fixtures.handle();

    List<Boolean> created =
        Race.run(
            8,
            number -> () -> ports().identities().create(with(identity(tenantId(), 150), handle)));

    assertThat(created).containsOnlyOnce(true);
  }

  @Test
  default void theAddressOfAMailboxIsNoHandle() {
    Roster roster = pool(ports(), 150, 93);
    Handle handle = Handle.parse(roster.mailboxes().getFirst().address().toString());

    assertThat(ports().identities().create(with(identity(tenantId(), 150), handle))).isFalse();

    assertThat(ports().identities().find(handle)).isEmpty();
    assertThat(ports().identities().owner(roster.mailboxes().getFirst().address()))
        .contains(roster.identity());
  }

  @Test
  default void aHandleIsNoMailbox() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress handle = EmailAddress.parse(roster.handle().value());
    var mailbox = new Mailbox(1, handle, MailboxState.ACTIVE, 0, 100, 4);

    assertThat(ports().identities().owner(handle)).isEmpty();
    assertThat(ports().identities().addMailboxes(roster, List.of(mailbox), NOW))
        .isEqualTo(new PoolChange.AddressTaken(handle));
  }

  @Test
  default void addedMailboxesAreInThePoolAndOwned() {
    Roster empty = pool(ports(), 150);
    List<Mailbox> added =
        List.of(
            new Mailbox(0, person(), MailboxState.ACTIVE, 0, 0, 0),
            new Mailbox(1, person(), MailboxState.PROVISIONING, 100, 100, 20_000),
            new Mailbox(2, person(), MailboxState.PULLED, 37, 19, 12));

    Roster roster = changed(ports().identities().addMailboxes(empty, added, NOW));

    assertThat(roster).isEqualTo(empty.next(added));
    assertThat(ports().identities().roster(empty.identity())).contains(roster);
    assertThat(ports().identities().find(empty.handle()).map(Identity::roster)).contains(roster);
    for (Mailbox mailbox : added) {
      assertThat(ports().identities().owner(mailbox.address())).contains(empty.identity());
    }
  }

  @Test
  default void fortyMailboxesAreAddedAtOnceWhileManyDaysHaveASheet() {
    Roster roster = pool(ports(), 150, 93);
    for (int day = 0; day <= 30; day++) {
      OutboundJob job = job(roster, 0, person(), NOW, NOW.plus(Duration.ofDays(day)));
      assertThat(ports().outbox().commit(followups(roster, job))).isTrue();
    }
    var forty = new ArrayList<Mailbox>();
    for (int ordinal = 1; ordinal <= 40; ordinal++) {
      forty.add(mailbox(ordinal, 10));
    }

    Roster bigger = changed(ports().identities().addMailboxes(roster, forty, NOW));

    assertThat(bigger.mailboxes()).hasSize(41);
    for (int day = 0; day <= 30; day++) {
      assertThat(sheet(bigger, TODAY.plusDays(day)).revision()).isEqualTo(bigger.revision());
      assertCounts(sheet(bigger, TODAY.plusDays(day)), 1, 1, 0);
    }
  }

  @Test
  default void mailboxesAreAddedAllOrNone() {
    Roster other = pool(ports(), 150, 93);
    Roster roster = pool(ports(), 150, 93);
    Mailbox free = mailbox(1, 93);
    EmailAddress taken = other.mailboxes().getFirst().address();
    var clashing = new Mailbox(2, taken, MailboxState.ACTIVE, 0, 100, 4);

    assertThat(ports().identities().addMailboxes(roster, List.of(free, clashing), NOW))
        .isEqualTo(new PoolChange.AddressTaken(taken));

    assertThat(ports().identities().roster(roster.identity())).contains(roster);
    assertThat(ports().identities().owner(free.address())).isEmpty();
    assertThat(ports().identities().owner(taken)).contains(other.identity());
    changed(ports().identities().addMailboxes(roster, List.of(free), NOW));
  }

  @Test
  default void anAddressInAnotherCaseIsTheSameMailbox() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress taken = roster.mailboxes().getFirst().address();
    EmailAddress shouted = EmailAddress.parse(taken.toString().toUpperCase(Locale.ROOT));
    var mailbox = new Mailbox(1, shouted, MailboxState.ACTIVE, 0, 100, 4);

    assertThat(ports().identities().owner(shouted)).contains(roster.identity());
    assertThat(ports().identities().addMailboxes(roster, List.of(mailbox), NOW))
        .isEqualTo(new PoolChange.AddressTaken(shouted));
  }

  @Test
  default void anAdditionDecidedOnAnOldRosterReservesNothing() {
    Roster old = pool(ports(), 150);
    List<Mailbox> first = mailboxes(93);
    Roster roster = changed(ports().identities().addMailboxes(old, first, NOW));
    List<Mailbox> second = mailboxes(93);

    assertThat(ports().identities().addMailboxes(old, second, NOW))
        .isEqualTo(new PoolChange.Raced());
    // The repetition of an addition that was made, perhaps after its answer was lost.
    assertThat(ports().identities().addMailboxes(old, first, NOW))
        .isEqualTo(new PoolChange.Raced());

    assertThat(ports().identities().roster(old.identity())).contains(roster);
    assertThat(ports().identities().owner(second.getFirst().address())).isEmpty();
  }

  @Test
  @Racing
  default void ofManyChangesAtOnceOneIsMade() {
    Roster roster = pool(ports(), 150, 93);

    List<PoolChange> changes =
        Race.run(
            8,
            number ->
                () ->
                    ports()
                        .identities()
                        .change(roster, roster.replacing(0, it -> it.withHealth(number)), NOW));

    List<PoolChange> made =
        changes.stream().filter(change -> change instanceof PoolChange.Changed).toList();
    assertThat(made).hasSize(1);
    Roster current = ports().identities().roster(roster.identity()).orElseThrow();
    assertThat(made).containsExactly(new PoolChange.Changed(current));
    assertThat(changes).filteredOn(new PoolChange.Raced()::equals).hasSize(7);
  }

  @Test
  default void everythingOnARosterCanChange() {
    Roster roster = pool(ports(), 150, 93, 93);
    var pacing =
        new Pacing(
            ZoneId.of("Europe/Berlin"),
            new WorkingHours(540, 1440),
            EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY),
            Duration.ofSeconds(90));
    var compartment =
        new Compartment(
            Set.of("one.example", "two.example"),
            Finding.HIGH,
            true,
            Optional.of(LocalDate.of(2031, 5, 28)));
    Roster after =
        roster
            .next(
                IdentityState.SUSPENDED,
                "Størst – 邮局",
                300,
                List.of(
                    roster.mailboxes().get(0).atStage(3, 5).withHealth(19),
                    roster.mailboxes().get(1).in(MailboxState.RETIRED)))
            .paced(pacing)
            .apart(compartment)
            .sharing(120)
            .slowed(List.of(new SlowLane(1, ProviderGroup.YAHOO, 3, NOW.plusSeconds(9))));

    assertThat(ports().identities().change(roster, after, NOW))
        .isEqualTo(new PoolChange.Changed(after));

    assertThat(ports().identities().roster(roster.identity())).contains(after);
    assertThat(ports().identities().find(roster.handle()).map(Identity::roster)).contains(after);
    assertThat(ports().identities().list(roster.tenant(), Optional.empty(), 10))
        .extracting(Identity::roster)
        .containsExactly(after);

    Roster open =
        after
            .next(IdentityState.ACTIVE)
            .paced(Pacing.OPEN)
            .apart(Compartment.NONE)
            .sharing(Roster.UNSHARED)
            .slowed(List.of());
    changed(ports().identities().change(after, open, NOW));
    assertThat(ports().identities().roster(roster.identity())).contains(open);
  }

  @Test
  default void aShareOfTheAccountsQuotaBindsAsTheCapDoes() {
    Roster before = pool(ports(), 150, 93);
    Roster after = before.next(before.mailboxes()).sharing(1);
    changed(ports().identities().change(before, after, NOW));

    assertThat(ports().outbox().commit(followups(after, job(after, 0, person())))).isTrue();
    assertThat(ports().outbox().commit(followups(after, job(after, 0, person())))).isFalse();
  }

  @Test
  default void aChangeReachesTodayTomorrowAndEveryLaterDayThatHasASheet() {
    Roster before = pool(ports(), 150, 93, 93);
    Instant later = NOW.plus(Duration.ofDays(12));
    assertThat(ports().outbox().commit(followups(before, job(before, 0, person(), NOW, later))))
        .isTrue();
    Instant changedAt = Instant.parse("2031-05-14T23:59:59.999Z");

    Roster after = before.next(IdentityState.PAUSED);
    changed(ports().identities().change(before, after, changedAt));

    for (Instant at : List.of(NOW, NOW.plus(Duration.ofDays(1)), later)) {
      assertThat(sheet(after, OutboundJob.dayOf(at)).revision()).isEqualTo(after.revision());
      OutboundJob onOld = job(before, 1, person(), NOW, at);
      assertThat(ports().outbox().commit(followups(before, onOld))).isFalse();
      OutboundJob onNew = job(after, 1, person(), NOW, at);
      assertThat(ports().outbox().commit(followups(after, onNew))).isTrue();
    }
    assertCounts(sheet(after, TODAY), 1, 0, 1);
    assertCounts(sheet(after, OutboundJob.dayOf(later)), 2, 1, 1);
  }

  @Test
  @Racing
  default void onceAChangeIsMadeNoSendDecidedBeforeItIsTaken() {
    Roster before = pool(ports(), 10_000, 10_000);
    Roster after = before.next(IdentityState.PAUSED);
    var made = new AtomicBoolean();

    List<Integer> tooLate =
        Race.run(
            5,
            number ->
                () -> {
                  if (number == 0) {
                    changed(ports().identities().change(before, after, NOW));
                    made.set(true);
                    return 0;
                  }
                  int taken = 0;
                  for (int i = 0; i < 40; i++) {
                    boolean afterwards = made.get();
                    OutboundJob job = job(before, 0, person());
                    if (ports().outbox().commit(followups(before, job)) && afterwards) {
                      taken++;
                    }
                  }
                  return taken;
                });

    assertThat(tooLate).containsOnly(0);
    assertThat(ports().outbox().commit(followups(before, job(before, 0, person())))).isFalse();
  }

  @Test
  default void aTenantsIdentitiesAreListedByIdPageByPage() {
    TenantId tenant = tenantId();
    var identities = new ArrayList<Identity>();
    for (int i = 0; i < 7; i++) {
      Identity identity = identity(tenant, 150);
      assertThat(ports().identities().create(identity)).isTrue();
      identities.add(identity);
    }
    assertThat(ports().identities().create(identity(tenantId(), 150))).isTrue();
    identities.sort(Comparator.comparing(identity -> identity.id().value()));

    var listed = new ArrayList<Identity>();
    Optional<IdentityId> after = Optional.empty();
    for (int size : new int[] {3, 3, 1, 0}) {
      List<Identity> page = ports().identities().list(tenant, after, 3);
      assertThat(page).hasSize(size);
      listed.addAll(page);
      after = Optional.of(listed.getLast().id());
    }

    assertThat(listed).containsExactlyElementsOf(identities);
    assertThat(ports().identities().list(tenant, Optional.empty(), 7)).hasSize(7);
  }

  private static Identity with(Identity identity, Handle handle) {
    Roster roster = identity.roster();
    return new Identity(
        handle,
        identity.tierName(),
        identity.createdAt(),
        identity.createdBy(),
        new Roster(
            roster.identity(),
            roster.tenant(),
            handle,
            roster.displayName(),
            roster.state(),
            roster.dailyCap(),
            roster.revision(),
            roster.mailboxes()));
  }
}
