package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Picker.Candidate;
import dev.posthouse.domain.pool.Picker.Standing;
import dev.posthouse.domain.tenant.TenantId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PickerTest {
  private static final IdentityId IDENTITY = new IdentityId("idn_0123456789abcdef");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  private static final List<MailboxState> STATES = List.of(MailboxState.values());
  private static final DaySheet BLANK = DaySheet.blank(IDENTITY, DAY);

  @Test
  void theWeightIsRemainingTimesStageTimesHealth() {
    Roster roster = roster(mailbox(0, 100, 100, 93), mailbox(1, 0, 100, 4), mailbox(2, 50, 40, 20));
    var sheet = new DaySheet(IDENTITY, DAY, 1, 13, Map.of(0, 10, 2, 3));

    // remaining × (20 + 0.8 · stage) × health, times 5 to stay with whole numbers.
    assertThat(Picker.candidates(roster, sheet).stream().map(Candidate::weight))
        .containsExactly(83L * 500 * 100, 4L * 100 * 100, 17L * 300 * 40);
    assertThat(Picker.candidates(roster, sheet).stream().map(Candidate::used))
        .containsExactly(10, 0, 3);
  }

  @Test
  void mailboxesAreDrawnAsOftenAsTheyWeigh() {
    Roster roster =
        roster(
            mailbox(0, 100, 100, 93),
            mailbox(1, 0, 100, 4),
            mailbox(2, 50, 40, 20),
            mailbox(3, 100, 19, 93),
            mailbox(7, 80, 90, 60));
    int draws = 200_000;
    Map<Integer, Integer> drawn = draw(roster, BLANK, draws);

    double sum = Picker.candidates(roster, BLANK).stream().mapToLong(Candidate::weight).sum();
    for (Candidate candidate : Picker.candidates(roster, BLANK)) {
      double share = candidate.weight() / sum;
      double expected = draws * share;
      double deviation = Math.sqrt(draws * share * (1 - share));
      assertThat((double) drawn.getOrDefault(candidate.mailbox().ordinal(), 0))
          .as("draws of mailbox %d", candidate.mailbox().ordinal())
          .isBetween(expected - 5 * deviation, expected + 5 * deviation);
    }
    assertThat(drawn).doesNotContainKey(3);
  }

  @Test
  void aNewMailboxIsDrawnTooAndWeighsAFifthOfAWarmOne() {
    Roster roster = roster(mailbox(0, 100, 100, 10), mailbox(1, 0, 100, 10));

    Map<Integer, Integer> drawn = draw(roster, BLANK, 60_000);

    assertThat(drawn.get(1)).isBetween(9_500, 10_500);
  }

  @Test
  void aMailboxIsHealthyEnoughFrom20On() {
    assertThat(Picker.standing(mailbox(0, 100, 20, 5), BLANK)).isEqualTo(Standing.ABLE);
    assertThat(Picker.standing(mailbox(0, 100, 19, 5), BLANK)).isEqualTo(Standing.UNHEALTHY);
    assertThat(Picker.pick(roster(mailbox(0, 100, 19, 5)), BLANK, new Random(1))).isEmpty();
    assertThat(draw(roster(mailbox(0, 100, 20, 5)), BLANK, 10)).isEqualTo(Map.of(0, 10));
  }

  @Test
  void onlyActiveMailboxesTakePart() {
    for (MailboxState state : MailboxState.values()) {
      Roster roster = roster(mailbox(0, 100, 100, 5).in(state));

      assertThat(Picker.pick(roster, BLANK, new Random(1)).isPresent())
          .as("%s", state)
          .isEqualTo(state == MailboxState.ACTIVE);
    }
  }

  @Test
  void aMailboxIsSpentAtItsCapAndBeyond() {
    Roster roster = roster(mailbox(0, 100, 100, 5));
    assertThat(Picker.pick(roster, used(4), new Random(1))).isPresent();
    for (int used : new int[] {5, 6}) {
      assertThat(Picker.pick(roster, used(used), new Random(1))).isEmpty();
      assertThat(Picker.candidates(roster, used(used)).getFirst().standing())
          .isEqualTo(Standing.SPENT);
    }
  }

  @Test
  void nobodyIsDrawnFromAnEmptyPool() {
    assertThat(Picker.pick(roster(), BLANK, new Random(1))).isEmpty();
    assertThat(Picker.candidates(roster(), BLANK)).isEmpty();
  }

  @Test
  void theStatesComeInOrderOfWhatMendsThem() {
    // Pulled, ill and spent at once: being pulled is what stands in the way first.
    Mailbox mailbox = mailbox(0, 100, 5, 0).in(MailboxState.PULLED);

    assertThat(Picker.standing(mailbox, BLANK)).isEqualTo(Standing.NOT_ACTIVE);
    assertThat(Picker.standing(mailbox.in(MailboxState.ACTIVE), BLANK))
        .isEqualTo(Standing.UNHEALTHY);
    assertThat(Picker.standing(mailbox.in(MailboxState.ACTIVE).withHealth(20), BLANK))
        .isEqualTo(Standing.SPENT);
  }

  @Test
  void whoeverIsDrawnIsAbleWhateverThePool() {
    var random = new SplittableRandom(1);
    for (int round = 0; round < 5_000; round++) {
      Mailbox[] mailboxes = new Mailbox[random.nextInt(6)];
      var used = new HashMap<Integer, Integer>();
      for (int i = 0; i < mailboxes.length; i++) {
        MailboxState state = STATES.get(random.nextInt(STATES.size()));
        mailboxes[i] =
            mailbox(i, random.nextInt(101), random.nextInt(101), random.nextInt(4)).in(state);
        used.put(i, random.nextInt(4));
      }
      var sheet = new DaySheet(IDENTITY, DAY, 1, 0, used);
      Roster roster = roster(mailboxes);
      List<Mailbox> able =
          roster.mailboxes().stream()
              .filter(it -> Picker.standing(it, sheet) == Standing.ABLE)
              .toList();

      if (able.isEmpty()) {
        assertThat(Picker.pick(roster, sheet, random)).isEmpty();
      } else {
        assertThat(able).contains(Picker.pick(roster, sheet, random).orElseThrow());
      }
    }
  }

  private static Map<Integer, Integer> draw(Roster roster, DaySheet sheet, int draws) {
    var random = new SplittableRandom(42);
    var drawn = new HashMap<Integer, Integer>();
    for (int i = 0; i < draws; i++) {
      Mailbox mailbox = Picker.pick(roster, sheet, random).orElseThrow();
      drawn.merge(mailbox.ordinal(), 1, Integer::sum);
    }
    return drawn;
  }

  private static DaySheet used(int count) {
    return new DaySheet(IDENTITY, DAY, 1, count, Map.of(0, count));
  }

  private static Mailbox mailbox(int ordinal, int stage, int health, int dailyCap) {
    var address = EmailAddress.parse("box" + ordinal + "@mail.example");
    return new Mailbox(ordinal, address, MailboxState.ACTIVE, stage, health, dailyCap);
  }

  private static Roster roster(Mailbox... mailboxes) {
    return new Roster(
        IDENTITY,
        new TenantId("tnt_0123456789abcdef"),
        new Handle("ada@post.example"),
        "Ada",
        IdentityState.ACTIVE,
        150,
        1,
        List.of(mailboxes));
  }
}
