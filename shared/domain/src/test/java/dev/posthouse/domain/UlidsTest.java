package dev.posthouse.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.outbound.JobId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UlidsTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");

  @Test
  void theTimeIsTheOneOfTheSpecification() {
    // github.com/ulid/spec: 1469918176385 ms is 01ARYZ6S41.
    String ulid = Ulids.of(Instant.ofEpochMilli(1_469_918_176_385L), new Random(1));

    assertThat(ulid).startsWith("01ARYZ6S41");
  }

  @Test
  void aUlidHas26CharactersOfCrockfordsAlphabet() {
    var random = new Random(2);
    for (int i = 0; i < 1_000; i++) {
      assertThat(Ulids.of(NOW, random)).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    }
  }

  @Test
  void theBoundsOfTimeAndRandomnessAreWrittenOut() {
    assertThat(Ulids.of(Instant.EPOCH, () -> 0L)).isEqualTo("0".repeat(26));
    assertThat(Ulids.of(Instant.ofEpochMilli((1L << 48) - 1), () -> -1L))
        .isEqualTo("7" + "Z".repeat(25));
  }

  @Test
  void laterUlidsSortLater() {
    var random = new Random(3);
    List<String> ulids = new ArrayList<>();
    for (long millis = 1; millis < 1L << 47; millis *= 3) {
      ulids.add(Ulids.of(Instant.ofEpochMilli(millis), random));
      ulids.add(Ulids.of(Instant.ofEpochMilli(millis + 1), random));
    }

    assertThat(ulids).isSorted();
  }

  @Test
  void ulidsOfOneMomentDiffer() {
    var ulids = new Ulids(InstantSource.fixed(NOW), new Random(4));
    var seen = new HashSet<String>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(ulids.next())).isTrue();
    }
  }

  @Test
  void theClockIsAskedEachTime() {
    var moments = List.of(NOW, NOW.plusMillis(1)).iterator();
    var ulids = new Ulids(moments::next, new Random(5));

    assertThat(ulids.next().substring(0, 10)).isLessThan(ulids.next().substring(0, 10));
  }

  @Test
  void anIdIsItsPrefixAndAUlidOrHexadecimal() {
    assertThat(new JobId("job_" + Ulids.of(NOW, new Random(6))).toString()).startsWith("job_01");
    assertThat(new JobId("job_0123456789abcdef")).hasToString("job_0123456789abcdef");
    assertThat(new JobId("job_" + "f".repeat(32)).value()).hasSize(36);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "job_",
        "job",
        "msg_0123456789abcdef",
        "job_0123456789abcde",
        "job_0123456789ABCDEF",
        "job_fffffffffffffffffffffffffffffffff",
        "job_01ARYZ6S41TSV4RRFFQ69G5FAI",
        "job_01ARYZ6S41TSV4RRFFQ69G5FA",
        "job_01ARYZ6S41TSV4RRFFQ69G5FAVX",
        "job_01aryz6s41tsv4rrffq69g5fav",
        "job_0123456789abcdef#x",
        "job_0123456789abcdef\n",
        "JOB_0123456789abcdef",
      })
  void whatHasAnotherShapeIsNoId(String text) {
    assertThatThrownBy(() -> new JobId(text)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Id.hasShape(JobId.PREFIX, text)).isFalse();
  }
}
