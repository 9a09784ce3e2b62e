package dev.posthouse.domain.outbound;

import static dev.posthouse.domain.outbound.OutboundFixtures.HANDLE;
import static dev.posthouse.domain.outbound.OutboundFixtures.IDENTITY;
import static dev.posthouse.domain.outbound.OutboundFixtures.NOW;
import static dev.posthouse.domain.outbound.OutboundFixtures.RECIPIENT;
import static dev.posthouse.domain.outbound.OutboundFixtures.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.Tenant;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GuardsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  private static final Instant MIDNIGHT = Instant.parse("2026-03-05T00:00:00Z");
  private static final Suppression SUPPRESSION =
      new Suppression(Suppression.Reason.UNSUBSCRIBED, NOW);
  private static final Correspondent STRANGER = Correspondent.stranger(RECIPIENT);

  /// Everything wrong at once; each guard is then mended in the documented order.
  @Test
  void theFirstRefusalInTheDocumentedOrderWins() {
    Roster paused = roster(IdentityState.PAUSED, 0);
    Tenant suspended = tenant(BillingState.FREE, OutboundStatus.SUSPENDED, Set.of("example.com"));
    var suppressed = new Correspondent(RECIPIENT, Optional.of(SUPPRESSION), Optional.empty());

    assertThat(check(suspended, paused, blank(), suppressed))
        .isEqualTo(new Refusal.IdentityInactive(IdentityState.PAUSED));
    Roster active = roster(IdentityState.ACTIVE, 0);
    assertThat(check(suspended, active, blank(), suppressed))
        .isEqualTo(new Refusal.OutboundSuspended());
    Tenant free = tenant(BillingState.FREE, OutboundStatus.INTERNAL_ONLY, Set.of());
    assertThat(check(free, active, blank(), suppressed))
        .isEqualTo(new Refusal.RecipientSuppressed(SUPPRESSION));
    assertThat(check(free, active, blank(), STRANGER))
        .isEqualTo(new Refusal.ExternalSendNotEnabled());
    assertThat(check(paying(), active, blank(), STRANGER))
        .isEqualTo(new Refusal.CapExceeded(new Binding("daily_cap", 0, 0, MIDNIGHT)));
    Roster roomy = roster(IdentityState.ACTIVE, 150);
    assertThat(check(paying(), roomy, blank(), STRANGER)).isEqualTo(new Refusal.NoAccounts());
  }

  @ParameterizedTest
  @EnumSource(IdentityState.class)
  void onlyAnActiveIdentitySends(IdentityState state) {
    Verdict verdict = verdict(paying(), roster(state, 150, mailbox(0)), blank(), STRANGER);

    if (state == IdentityState.ACTIVE) {
      assertThat(verdict).isInstanceOf(Verdict.Admit.class);
    } else {
      assertThat(verdict).isEqualTo(new Verdict.Refuse(new Refusal.IdentityInactive(state)));
    }
  }

  @Test
  void onlyATenantThatPaysAndIsEnabledMayRotate() {
    Roster roster = roster(IdentityState.ACTIVE, 150, mailbox(0));
    for (BillingState billing : BillingState.values()) {
      for (OutboundStatus outbound : OutboundStatus.values()) {
        Verdict verdict = verdict(tenant(billing, outbound, Set.of()), roster, blank(), STRANGER);
        boolean admitted = verdict instanceof Verdict.Admit;
        assertThat(admitted)
            .as("%s %s", billing, outbound)
            .isEqualTo(
                billing == BillingState.PAID_ACTIVE && outbound == OutboundStatus.EXTERNAL_ENABLED);
      }
    }
  }

  @Test
  void aSuppressedDomainIsRefusedAndItsSubdomainsAreNot() {
    Roster roster = roster(IdentityState.ACTIVE, 150, mailbox(0));
    Tenant tenant =
        tenant(BillingState.PAID_ACTIVE, OutboundStatus.EXTERNAL_ENABLED, Set.of("example.com"));
    var below = Correspondent.stranger(EmailAddress.parse("grace@mail.example.com"));

    assertThat(check(tenant, roster, blank(), STRANGER))
        .isInstanceOfSatisfying(
            Refusal.RecipientSuppressed.class,
            refusal ->
                assertThat(refusal.suppression().reason()).isEqualTo(Suppression.Reason.MANUAL));
    assertThat(verdict(tenant, roster, blank(), below)).isInstanceOf(Verdict.Admit.class);
  }

  @Test
  void theBarBeforeSendingLooksAtSuspensionAndSuppressionOnly() {
    Tenant free = tenant(BillingState.FREE, OutboundStatus.INTERNAL_ONLY, Set.of());
    Tenant suspended =
        tenant(BillingState.PAID_ACTIVE, OutboundStatus.SUSPENDED, Set.of("example.com"));
    var suppressed = new Correspondent(RECIPIENT, Optional.of(SUPPRESSION), Optional.empty());

    assertThat(Guards.bar(free, STRANGER)).isEmpty();
    assertThat(Guards.bar(free, suppressed)).contains(new Refusal.RecipientSuppressed(SUPPRESSION));
    assertThat(Guards.bar(suspended, suppressed)).contains(new Refusal.OutboundSuspended());
  }

  @Test
  void theSenderIsBarredWhoeverTheMessageIsFor() {
    Tenant suspended = tenant(BillingState.PAID_ACTIVE, OutboundStatus.SUSPENDED, Set.of());

    assertThat(Guards.barredSender(suspended, roster(IdentityState.ACTIVE, 150)))
        .contains(new Refusal.OutboundSuspended());
    assertThat(Guards.barredSender(suspended, roster(IdentityState.SUSPENDED, 150)))
        .contains(new Refusal.IdentityInactive(IdentityState.SUSPENDED));
    assertThat(Guards.barredSender(paying(), roster(IdentityState.ACTIVE, 150))).isEmpty();
  }

  @Test
  void aMailboxOnItsWayBackAnswersAndWritesToNobodyElse() {
    Mailbox back = mailbox(0).in(MailboxState.RESTRICTED);
    Roster roster = roster(IdentityState.ACTIVE, 150, back, mailbox(1));
    var heard = pinned(0, Optional.of(NOW));
    var unheard = pinned(0, Optional.empty());

    assertThat(verdict(paying(), roster, blank(), heard))
        .isEqualTo(new Verdict.Admit(back, SendClass.WARM, Affinity.EXISTING));
    for (Correspondent other : List.of(unheard, STRANGER)) {
      assertThat(verdict(paying(), roster, blank(), other))
          .isInstanceOfSatisfying(
              Verdict.Admit.class, admit -> assertThat(admit.mailbox().ordinal()).isEqualTo(1));
    }
    assertThat(verdict(paying(), roster, sheet(93, 93), heard))
        .isInstanceOfSatisfying(
            Verdict.Admit.class,
            admit -> assertThat(admit.affinity()).isEqualTo(Affinity.REASSIGNED));
  }

  @Test
  void whoLosesTheirMailboxHearsFromTheSameDomainFirst() {
    Mailbox pulled = at("one.example", 0).in(MailboxState.PULLED);
    Roster roster =
        roster(
            IdentityState.ACTIVE,
            500,
            pulled,
            at("two.example", 1),
            at("one.example", 2),
            at("two.example", 3));
    for (int i = 0; i < 50; i++) {
      assertThat(verdict(paying(), roster, blank(), pinned(0, Optional.empty())))
          .isInstanceOfSatisfying(
              Verdict.Admit.class, admit -> assertThat(admit.mailbox().ordinal()).isEqualTo(2));
    }
    DaySheet spent = sheet(93, 0, 0, 93);
    assertThat(verdict(paying(), roster, spent, pinned(0, Optional.empty())))
        .isInstanceOfSatisfying(
            Verdict.Admit.class,
            admit -> assertThat(admit.mailbox().address().domain()).isEqualTo("two.example"));
  }

  @Test
  void theDailyCapBindsFromItsLastMessageOn() {
    Roster roster = roster(IdentityState.ACTIVE, 3, mailbox(0), mailbox(1));

    assertThat(verdict(paying(), roster, sheet(2, 1, 1), STRANGER))
        .isInstanceOf(Verdict.Admit.class);
    assertThat(check(paying(), roster, sheet(3, 2, 1), STRANGER))
        .isEqualTo(new Refusal.CapExceeded(new Binding("daily_cap", 3, 3, MIDNIGHT)));
    // A cap lowered below what is used already.
    assertThat(check(paying(), roster, sheet(5, 3, 2), STRANGER))
        .isEqualTo(new Refusal.CapExceeded(new Binding("daily_cap", 5, 3, MIDNIGHT)));
  }

  @Test
  void mailboxesSpentWhileWarmingUpAreTheWarmupLimit() {
    Roster roster =
        roster(
            IdentityState.ACTIVE,
            150,
            mailbox(0).atStage(25, 7),
            mailbox(1),
            mailbox(2).in(MailboxState.PULLED));

    assertThat(check(paying(), roster, sheet(105, 7, 93, 5), STRANGER))
        .isEqualTo(new Refusal.CapExceeded(new Binding("warmup", 100, 100, MIDNIGHT)));
  }

  @Test
  void warmMailboxesSpentAreTheMailboxesLimit() {
    Roster roster =
        roster(IdentityState.ACTIVE, 150, mailbox(0), mailbox(1).in(MailboxState.PULLED));

    assertThat(check(paying(), roster, sheet(93, 93), STRANGER))
        .isEqualTo(new Refusal.CapExceeded(new Binding("mailboxes", 93, 93, MIDNIGHT)));
  }

  @Test
  void mailboxesThatAreAllIllOrOutAreNotEligible() {
    Roster roster =
        roster(
            IdentityState.ACTIVE,
            150,
            mailbox(0).withHealth(19),
            mailbox(1).in(MailboxState.PULLED));

    assertThat(check(paying(), roster, blank(), STRANGER))
        .isEqualTo(new Refusal.NoEligibleMailbox());
  }

  @Test
  void aFirstContactIsColdAndNew() {
    Roster roster = roster(IdentityState.ACTIVE, 150, mailbox(0));

    assertThat(verdict(paying(), roster, blank(), STRANGER))
        .isEqualTo(new Verdict.Admit(mailbox(0), SendClass.COLD_FIRST_CONTACT, Affinity.NEW));
  }

  @Test
  void aPinnedRecipientStaysWithItsMailboxAsLongAsThatIsAble() {
    Roster roster = roster(IdentityState.ACTIVE, 150, mailbox(0), mailbox(1).withHealth(20));
    Correspondent pinned = pinned(1, Optional.empty());

    for (int used = 0; used < 93; used++) {
      assertThat(verdict(paying(), roster, sheet(used, 0, used), pinned))
          .isEqualTo(
              new Verdict.Admit(
                  mailbox(1).withHealth(20), SendClass.COLD_FOLLOWUP, Affinity.EXISTING));
    }
    assertThat(verdict(paying(), roster, sheet(93, 0, 93), pinned))
        .isEqualTo(new Verdict.Admit(mailbox(0), SendClass.COLD_FOLLOWUP, Affinity.REASSIGNED));
  }

  @Test
  void aPinnedRecipientIsReassignedWhenItsMailboxIsOut() {
    Correspondent pinned = pinned(1, Optional.of(NOW));
    var reassigned = new Verdict.Admit(mailbox(0), SendClass.WARM, Affinity.REASSIGNED);
    for (Mailbox out :
        List.of(
            mailbox(1).withHealth(19),
            mailbox(1).in(MailboxState.PULLED),
            mailbox(1).in(MailboxState.RETIRED),
            mailbox(1).in(MailboxState.PROVISIONING))) {
      Roster roster = roster(IdentityState.ACTIVE, 150, mailbox(0), out);
      assertThat(verdict(paying(), roster, blank(), pinned)).isEqualTo(reassigned);
    }
    Roster gone = roster(IdentityState.ACTIVE, 150, mailbox(0));
    assertThat(verdict(paying(), gone, blank(), pinned)).isEqualTo(reassigned);
  }

  @Test
  void whoHasWrittenBackIsWarm() {
    Roster roster = roster(IdentityState.ACTIVE, 150, mailbox(0));

    assertThat(verdict(paying(), roster, blank(), pinned(0, Optional.of(NOW))))
        .isEqualTo(new Verdict.Admit(mailbox(0), SendClass.WARM, Affinity.EXISTING));
  }

  @Test
  void nobodyIsRefusedWhileTheCapAndAMailboxHaveRoom() {
    var random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      int cap = random.nextInt(6);
      Mailbox first = mailbox(0).atStage(random.nextInt(101), random.nextInt(4));
      Mailbox second = mailbox(1).atStage(random.nextInt(101), random.nextInt(4));
      Roster roster = roster(IdentityState.ACTIVE, cap, first, second);
      int usedFirst = random.nextInt(4);
      int usedSecond = random.nextInt(4);
      DaySheet sheet = sheet(usedFirst + usedSecond, usedFirst, usedSecond);
      boolean room =
          sheet.total() < cap && (sheet.remaining(first) > 0 || sheet.remaining(second) > 0);

      Verdict verdict = Guards.place(roster, sheet, STRANGER, random);

      assertThat(verdict instanceof Verdict.Admit).as("%s %s", roster, sheet).isEqualTo(room);
      if (verdict instanceof Verdict.Admit admit) {
        assertThat(sheet.remaining(admit.mailbox())).isPositive();
      }
    }
  }

  private static Verdict verdict(
      Tenant tenant, Roster roster, DaySheet sheet, Correspondent recipient) {
    return Guards.check(tenant, roster, sheet, recipient, Route.EXTERNAL, new Random(1));
  }

  private static Refusal check(
      Tenant tenant, Roster roster, DaySheet sheet, Correspondent recipient) {
    if (verdict(tenant, roster, sheet, recipient) instanceof Verdict.Refuse(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("admitted");
  }

  private static Tenant paying() {
    return tenant(BillingState.PAID_ACTIVE, OutboundStatus.EXTERNAL_ENABLED, Set.of());
  }

  private static Tenant tenant(
      BillingState billing, OutboundStatus outbound, Set<String> suppressedDomains) {
    var operator = EmailAddress.parse("operator@example.org");
    return new Tenant(TENANT, "Ada & Co", operator, billing, outbound, suppressedDomains, NOW);
  }

  private static Correspondent pinned(int ordinal, Optional<Instant> heardAt) {
    var contact = new Contact(ordinal, ConversationId.between(IDENTITY, RECIPIENT), heardAt);
    return new Correspondent(RECIPIENT, Optional.empty(), Optional.of(contact));
  }

  private static Mailbox mailbox(int ordinal) {
    return new Mailbox(
        ordinal, OutboundFixtures.sender(ordinal).address(), MailboxState.ACTIVE, 100, 100, 93);
  }

  private static Mailbox at(String domain, int ordinal) {
    return new Mailbox(
        ordinal, new EmailAddress("m" + ordinal, domain), MailboxState.ACTIVE, 100, 100, 93);
  }

  private static Roster roster(IdentityState state, int dailyCap, Mailbox... mailboxes) {
    return new Roster(IDENTITY, TENANT, HANDLE, "Ada", state, dailyCap, 1, List.of(mailboxes));
  }

  private static DaySheet blank() {
    return DaySheet.blank(IDENTITY, DAY);
  }

  private static DaySheet sheet(int total, int... used) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int ordinal = 0; ordinal < used.length; ordinal++) {
      counts.put(ordinal, used[ordinal]);
    }
    return new DaySheet(IDENTITY, DAY, 1, total, counts);
  }
}
