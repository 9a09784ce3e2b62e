package dev.posthouse.domain.outbound;

import static dev.posthouse.domain.outbound.OutboundFixtures.HANDLE;
import static dev.posthouse.domain.outbound.OutboundFixtures.IDENTITY;
import static dev.posthouse.domain.outbound.OutboundFixtures.RECIPIENT;
import static dev.posthouse.domain.outbound.OutboundFixtures.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.WarmupCurve;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole day of picking by twenty containers, each of which sees a sheet some messages old.
final class PickingDayTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  private static final int CONTAINERS = 20;
  private static final double KNOWN_SHARE = 0.5;

  private final SplittableRandom random = new SplittableRandom(11);
  private int attempts;
  private int accepted;
  private int known;
  private int kept;

  @ParameterizedTest
  @ValueSource(strings = {"starter", "growth", "scale", "pro", "business", "elite"})
  void aWarmPoolIsUsedUpWithHardlyAnAttemptTooManyAndKeepsWhoIsKnown(String name) {
    Tier tier = Tiers.standard().find(name).orElseThrow();
    Roster roster = roster(tier, false);

    DaySheet full = useUp(roster);

    assertThat(full.total()).as("nothing is refused before").isEqualTo(tier.dailyCap());
    assertThat((double) attempts / accepted).isLessThanOrEqualTo(1.05);
    // To the last message of the day: the headroom above the cap is there for this.
    assertThat((double) kept / known).isGreaterThanOrEqualTo(0.99);
  }

  @ParameterizedTest
  @ValueSource(strings = {"starter", "growth", "scale", "pro", "business", "elite"})
  void aPoolThatWarmsUpIsUsedUpToTheLastMessage(String name) {
    Tier tier = Tiers.standard().find(name).orElseThrow();
    Roster roster = roster(tier, true);
    int capacity =
        Math.min(tier.dailyCap(), roster.mailboxes().stream().mapToInt(Mailbox::dailyCap).sum());

    assertThat(useUp(roster).total()).isEqualTo(capacity);
  }

  @ParameterizedTest
  @ValueSource(strings = {"starter", "growth", "scale", "pro", "business", "elite"})
  void whoseMailboxIsPulledHearsFromTheSameDomainIfOneThereHasRoom(String name) {
    Tier tier = Tiers.standard().find(name).orElseThrow();
    Roster roster = roster(tier, false).replacing(0, it -> it.in(MailboxState.PULLED));
    DaySheet sheet = DaySheet.blank(IDENTITY, DAY);
    for (int i = 0; i < tier.mailboxDailyMax() / 2; i++) {
      Verdict.Admit admit = (Verdict.Admit) Guards.place(roster, sheet, pinned(0), random);
      assertThat(admit.affinity()).isEqualTo(Affinity.REASSIGNED);
      if (tier.mailboxes() > tier.domains()) {
        assertThat(admit.mailbox().address().domain()).isEqualTo("d0.example");
      }
      sheet = sheet.plusOne(admit.mailbox().ordinal());
    }
  }

  /// Sends until a decision on the sheet as it is refuses.
  private DaySheet useUp(Roster roster) {
    DaySheet truth = DaySheet.blank(IDENTITY, DAY);
    DaySheet[] seen = new DaySheet[CONTAINERS];
    Arrays.fill(seen, truth);
    List<Integer> pins = new ArrayList<>();
    while (true) {
      int container = random.nextInt(CONTAINERS);
      boolean again = !pins.isEmpty() && random.nextDouble() < KNOWN_SHARE;
      int who = again ? random.nextInt(pins.size()) : pins.size();
      Correspondent recipient = again ? pinned(pins.get(who)) : Correspondent.stranger(RECIPIENT);
      Optional<Verdict.Admit> admit = commit(roster, seen[container], truth, recipient);
      if (admit.isEmpty()) {
        return truth;
      }
      int ordinal = admit.get().mailbox().ordinal();
      truth = truth.plusOne(ordinal);
      // What a commit left, or met, is what the container knows.
      seen[container] = truth;
      if (again) {
        known++;
        kept += admit.get().affinity() == Affinity.EXISTING ? 1 : 0;
        pins.set(who, ordinal);
      } else {
        pins.add(ordinal);
      }
    }
  }

  /// One message, from a sheet some messages old; empty if it is refused on the sheet as it is.
  private Optional<Verdict.Admit> commit(
      Roster roster, DaySheet seen, DaySheet truth, Correspondent recipient) {
    // Nothing is refused on an old sheet, and a commit that fails brings the sheet as it is.
    for (DaySheet sheet : List.of(seen, truth)) {
      if (Guards.place(roster, sheet, recipient, random) instanceof Verdict.Admit admit) {
        attempts++;
        if (truth.remaining(admit.mailbox()) > 0 && truth.total() < roster.dailyCap()) {
          accepted++;
          return Optional.of(admit);
        }
      }
    }
    return Optional.empty();
  }

  private static Correspondent pinned(int ordinal) {
    var contact =
        new Contact(ordinal, ConversationId.between(IDENTITY, RECIPIENT), Optional.empty());
    return new Correspondent(RECIPIENT, Optional.empty(), Optional.of(contact));
  }

  private Roster roster(Tier tier, boolean warming) {
    List<Mailbox> mailboxes =
        IntStream.range(0, tier.mailboxes())
            .mapToObj(ordinal -> {
              int stage = warming ? random.nextInt(0, 60) : 100;
              return new Mailbox(
                  ordinal,
                  new EmailAddress("m" + ordinal, "d" + ordinal % tier.domains() + ".example"),
                  MailboxState.ACTIVE,
                  stage,
                  warming ? 60 + random.nextInt(40) : 100,
                  WarmupCurve.capAtStage(stage, tier.mailboxDailyMax()));
            })
            .toList();
    return new Roster(
        IDENTITY, TENANT, HANDLE, "Ada", IdentityState.ACTIVE, tier.dailyCap(), 1, mailboxes);
  }
}
