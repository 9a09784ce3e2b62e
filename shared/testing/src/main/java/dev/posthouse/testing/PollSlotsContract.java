package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.event.PollSlots;
import dev.posthouse.domain.event.PollSlots.Answer;
import dev.posthouse.domain.event.PollSlots.Answer.Full;
import dev.posthouse.domain.event.PollSlots.Answer.Taken;
import dev.posthouse.domain.tenant.KeyId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [PollSlots] promises.
public interface PollSlotsContract {
  Instant LATER = NOW.plusSeconds(25);

  PollSlots slots();

  @Test
  default void aKeyHasTwoPlacesAndAnotherKeyItsOwn() {
    KeyId key = key();
    assertThat(slots().take(key, NOW, LATER)).isInstanceOf(Taken.class);
    assertThat(slots().take(key, NOW, LATER.plusSeconds(1))).isInstanceOf(Taken.class);

    assertThat(slots().take(key, NOW, LATER)).isEqualTo(new Full(LATER));
    assertThat(slots().take(key(), NOW, LATER)).isInstanceOf(Taken.class);
  }

  @Test
  default void aPlaceGivenBackIsFree() {
    KeyId key = key();
    Taken first = (Taken) slots().take(key, NOW, LATER);
    slots().take(key, NOW, LATER);

    slots().free(first);

    assertThat(slots().take(key, NOW, LATER)).isInstanceOf(Taken.class);
    assertThat(slots().take(key, NOW, LATER)).isInstanceOf(Full.class);
  }

  @Test
  default void aPlaceWhoseTimeIsOverIsFree() {
    KeyId key = key();
    slots().take(key, NOW, NOW.plusMillis(500));
    slots().take(key, NOW, LATER);

    assertThat(slots().take(key, NOW.plusMillis(499), LATER)).isInstanceOf(Full.class);
    assertThat(slots().take(key, NOW.plusMillis(500), LATER)).isInstanceOf(Taken.class);
    assertThat(slots().take(key, NOW.plusMillis(500), LATER)).isInstanceOf(Full.class);
  }

  @Test
  default void aPlaceGivenBackTooLateIsTheNextOnes() {
    KeyId key = key();
    Taken slow = (Taken) slots().take(key, NOW, NOW.plusMillis(500));
    slots().take(key, NOW, LATER);
    slots().take(key, NOW.plusMillis(500), LATER);

    slots().free(slow);

    assertThat(slots().take(key, NOW.plusMillis(501), LATER)).isInstanceOf(Full.class);
  }

  @Test
  default void ofManyAtOnceTwoGetAPlace() {
    KeyId key = key();

    List<Answer> answers = Race.run(12, number -> () -> slots().take(key, NOW, LATER));

    assertThat(answers.stream().filter(Taken.class::isInstance)).hasSize(PollSlots.PER_KEY);
  }

  private static KeyId key() {
    return new KeyId(KeyId.PREFIX + Fixtures.ulid());
  }
}
