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
  void aWarmPoolIsUsedUpWithHardlyAnAttemptTooMany(String name) {
    Tier tier = Tiers.standard().find(name).orElseThrow();
    Roster roster = roster(tier, false);

    DaySheet full = useUp(roster);

    assertThat(full.total()).as("nothing is refused before").isEqualTo(tier.dailyCap());
    assertThat((double) attempts / accepted).isLessThanOrEqualTo(1.05);
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
  void whoIsKnownHearsFromTheSameMailboxWhileThereIsRoom(String name) {
    Tier tier = Tiers.standard().find(name).orElseThrow();
    Roster roster = roster(tier, false);
    DaySheet sheet = DaySheet.blank(IDENTITY, DAY);
    List<Integer> pins = new ArrayList<>();
    // As long as no mailbox can be used up by its share.
    while (sheet.total() < tier.dailyCap() * 7 / 10) {
      sheet = sheet.plusOne(send(roster, sheet, pins).mailbox().ordinal());
    }

    assertThat((double) kept / known).isGreaterThanOrEqualTo(0.99);
  }

  /// Sends until a decision on the sheet as it is refuses.
  private DaySheet useUp(Roster roster) {
    DaySheet truth = DaySheet.blank(IDENTITY, DAY);
    DaySheet[] seen = new DaySheet[CONTAINERS];
    Arrays.fill(seen, truth);
    List<Integer> pins = new ArrayList<>();
    while (true) {
      int container = random.nextInt(CONTAINERS);
      Verdict verdict = Guards.place(roster, seen[container], somebody(pins), random);
      if (verdict instanceof Verdict.Refuse) {
        // Nothing is refused on an old sheet.
        verdict = Guards.place(roster, truth, somebody(pins), random);
        if (verdict instanceof Verdict.Refuse) {
          return truth;
        }
      }
      Mailbox mailbox = ((Verdict.Admit) verdict).mailbox();
      attempts++;
      if (truth.remaining(mailbox) > 0 && truth.total() < roster.dailyCap()) {
        accepted++;
        truth = truth.plusOne(mailbox.ordinal());
        pins.add(mailbox.ordinal());
      }
      // What a refused commit met, and what an accepted one left, is what the container knows.
      seen[container] = truth;
    }
  }

  private Verdict.Admit send(Roster roster, DaySheet sheet, List<Integer> pins) {
    boolean again = !pins.isEmpty() && random.nextDouble() < KNOWN_SHARE;
    int who = again ? random.nextInt(pins.size()) : -1;
    Correspondent recipient = again ? pinned(pins.get(who)) : Correspondent.stranger(RECIPIENT);
    Verdict.Admit admit = (Verdict.Admit) Guards.place(roster, sheet, recipient, random);
    if (again) {
      known++;
      kept += admit.affinity() == Affinity.EXISTING ? 1 : 0;
      pins.set(who, admit.mailbox().ordinal());
    } else {
      pins.add(admit.mailbox().ordinal());
    }
    return admit;
  }

  private Correspondent somebody(List<Integer> pins) {
    return !pins.isEmpty() && random.nextDouble() < KNOWN_SHARE
        ? pinned(pins.get(random.nextInt(pins.size())))
        : Correspondent.stranger(RECIPIENT);
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
