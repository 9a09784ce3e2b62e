package dev.posthouse.domain.outbound;

import static dev.posthouse.domain.outbound.OutboundFixtures.ERROR;
import static dev.posthouse.domain.outbound.OutboundFixtures.LEASE;
import static dev.posthouse.domain.outbound.OutboundFixtures.NOW;
import static dev.posthouse.domain.outbound.OutboundFixtures.job;
import static dev.posthouse.domain.outbound.OutboundFixtures.sender;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.purse.Charge;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.LedgerEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Takes jobs through random lives and checks what must hold on every one of them.
final class JobWalkTest {
  private static final int WALKS = 3_000;
  private static final int STEPS = 25;
  private static final List<Evidence.Kind> KINDS = List.of(Evidence.Kind.values());

  @Test
  void noLifeOfAJobBreaksItsRules() {
    Set<JobStatus> ends = EnumSet.noneOf(JobStatus.class);
    for (int seed = 0; seed < WALKS; seed++) {
      ends.add(new Walk(new SplittableRandom(seed)).end());
    }

    // The walks are worth something only if they get everywhere.
    assertThat(ends).containsExactlyInAnyOrder(JobStatus.values());
  }

  private static final class Walk {
    private final SplittableRandom random;
    private final List<String> path = new ArrayList<>();
    private OutboundJob job;
    private Instant now = NOW;
    private int released;

    private Walk(SplittableRandom random) {
      this.random = random;
      Instant dispatchAt = NOW.plusSeconds(random.nextInt(3) * 1000L);
      job =
          job(
              dispatchAt,
              random.nextBoolean()
                  ? DeliveryGuarantee.AT_LEAST_ONCE
                  : DeliveryGuarantee.AT_MOST_ONCE,
              random.nextBoolean() ? Charge.reserved(new Credits(1)) : Charge.NONE);
    }

    private JobStatus end() {
      for (int i = 0; i < STEPS; i++) {
        now = now.plus(Duration.ofSeconds(random.nextInt(4000)));
        boolean evidence = random.nextInt(12) == 0;
        step(evidence).ifPresent(next -> check(next, evidence));
      }
      return job.status();
    }

    private Optional<OutboundJob> step(boolean evidence) {
      if (evidence) {
        Evidence.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        path.add("evidence " + kind);
        return job.withEvidence(new Evidence(kind, "0100ses", now, Optional.empty()), now);
      }
      int drawn = random.nextInt(11);
      path.add("step " + drawn);
      try {
        return Optional.of(step(drawn));
      } catch (IllegalStateException e) {
        return Optional.empty();
      }
    }

    private OutboundJob step(int drawn) {
      Instant later = now.plusSeconds(random.nextInt(90_000));
      return switch (drawn) {
        case 0 -> job.claimed(now, LEASE);
        case 1 -> job.sent("0100ses", now);
        case 2 -> random.nextInt(4) == 0 ? job.failed(ERROR, now) : job.watched(now);
        case 3 -> job.postponed(later, ERROR, now);
        case 4 -> job.held(later, ERROR, now);
        case 5 -> job.uncertain(ERROR, now);
        case 6 -> job.evidenceMissed(now);
        case 7 -> random.nextInt(4) == 0 ? job.cancelled(now) : job.due(now);
        case 8 -> job.watched(now);
        case 9 -> job.due(now);
        default -> job.moved(sender(random.nextInt(3)), later, now);
      };
    }

    private void check(OutboundJob after, boolean evidence) {
      JobStatus was = job.status();
      JobStatus is = after.status();
      if (was.ended()) {
        assertThat(evidence).as("only evidence touches an ended job: %s", path).isTrue();
        assertThat(is.ended()).as("ended stays ended: %s", path).isTrue();
      }
      if (job.unit().isPresent() && after.unit().isEmpty()) {
        released++;
      }
      assertThat(released).as("units given back: %s", path).isLessThanOrEqualTo(1);
      assertThat(job.unit().isEmpty() && after.unit().isPresent())
          .as("a unit given back is gone: %s", path)
          .isFalse();
      assertThat(after.unit().isPresent() || is.ended())
          .as("an open job is counted: %s", path)
          .isTrue();
      checkCharge(after);
      Progress progress = after.progress();
      assertThat(progress.version()).isEqualTo(job.progress().version() + 1);
      assertThat(progress.updatedAt()).isEqualTo(now);
      assertThat(progress.attempts())
          .isEqualTo(
              job.progress().attempts() + (is == JobStatus.SENDING && was.waiting() ? 1 : 0));
      assertThat(progress.endedAt() != null).as("%s", path).isEqualTo(is.ended());
      assertThat(progress.leaseUntil() != null).isEqualTo(is == JobStatus.SENDING);
      assertThat(progress.dueAt() != null && is.ended()).as("%s", path).isFalse();
      assertThat(progress.delivery()).isGreaterThanOrEqualTo(job.progress().delivery());
      assertThat(is == JobStatus.SENT && progress.sesMessageId() == null).isFalse();
      assertThat(after.unit().map(DayUnit::ordinal).orElse(after.envelope().sender().ordinal()))
          .as("counted where it is sent from: %s", path)
          .isEqualTo(after.envelope().sender().ordinal());
      job = after;
    }

    private void checkCharge(OutboundJob after) {
      assertThat(after.charge().credits()).isEqualTo(job.charge().credits());
      assertThat(after.charge().open() && after.status().ended())
          .as("no reservation outlives its job: %s", path)
          .isFalse();
      assertThat(job.charge().open() && !after.charge().open() && !after.status().ended())
          .as("credits are settled when the job ends: %s", path)
          .isFalse();
      if (!job.charge().open()) {
        assertThat(after.charge()).as("what is settled is final: %s", path).isEqualTo(job.charge());
        assertThat(after.settled(job)).isEmpty();
      } else if (!after.charge().open()) {
        assertThat(after.settled(job).map(LedgerEntry::kind))
            .contains(after.status() == JobStatus.SENT ? Kind.CAPTURE : Kind.RELEASE);
      }
    }
  }
}
