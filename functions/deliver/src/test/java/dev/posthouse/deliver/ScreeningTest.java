package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No call to SES starts later than 2 s after its recipient was suppressed or its tenant suspended.
class ScreeningTest {
  private static final Duration AGE_MAX = Duration.ofSeconds(2);

  private final Delivery delivery = new Delivery(10, 10);

  enum Bar {
    SUPPRESSION("recipient_suppressed"),
    SUSPENSION("outbound_suspended");

    final String code;

    Bar(String code) {
      this.code = code;
    }

    void raise(Delivery delivery, EmailAddress recipient) {
      switch (this) {
        case SUPPRESSION -> delivery.suppress(recipient);
        case SUSPENSION -> delivery.suspendTenant();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasBarredAfterItsAcceptanceIsNotSent(Bar bar) {
    OutboundJob job = delivery.accept();
    bar.raise(delivery, job.envelope().recipient());

    assertBarred(delivery.advance(job), bar.code);
  }

  @Test
  void aSuppressedDomainIsNotWrittenTo() {
    Tenant like = Fixtures.tenant();
    var tenant =
        new Tenant(
            like.id(),
            like.name(),
            like.operatorEmail(),
            like.billingState(),
            like.outboundStatus(),
            Set.of("example.com"),
            like.createdAt());
    var secret = Fixtures.secret();
    delivery.ports.tenants().create(tenant, Fixtures.key(tenant.id(), secret), secret);
    Roster roster = Fixtures.pool(delivery.ports, tenant.id(), 10, 10);
    delivery.roster = roster;

    assertBarred(delivery.advance(delivery.accept()), "recipient_suppressed");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsBarredWhileASlowReadLastsIsSeenByAnother(Bar bar) {
    OutboundJob job = delivery.accept();
    delivery.recipients.after(() -> {
      bar.raise(delivery, job.envelope().recipient());
      delivery.clock.advance(AGE_MAX.plusMillis(1));
    });

    assertBarred(delivery.advance(job), bar.code);
  }

  @ParameterizedTest
  @EnumSource
  void evenTheSecondReadMayBeTooSlow(Bar bar) {
    OutboundJob job = delivery.accept();
    delivery.recipients.after(
        () -> delivery.clock.advance(Duration.ofSeconds(3)),
        () -> {
          bar.raise(delivery, job.envelope().recipient());
          delivery.clock.advance(Duration.ofSeconds(3));
        });

    assertBarred(delivery.advance(job), bar.code);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2_000, 2_001})
  void aReadIsGoodForTwoSeconds(long millis) {
    delivery.recipients.after(() -> delivery.clock.advance(Duration.ofMillis(millis)));

    assertThat(delivery.advance(delivery.accept()).status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.recipients.reads()).isEqualTo(millis > 2_000 ? 2 : 1);
  }

  @Test
  void readsThatAreAlwaysTooSlowPutTheJobOff() {
    OutboundJob job = delivery.accept();
    Runnable slow = () -> delivery.clock.advance(Duration.ofSeconds(3));
    delivery.recipients.after(Collections.nCopies(40, slow).toArray(Runnable[]::new));

    OutboundJob after = delivery.advance(job);

    assertThat(after.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(Objects.requireNonNull(after.progress().lastError()).code()).isEqualTo("slow_start");
    assertThat(delivery.mailer.calls()).isEmpty();
  }

  /// Whatever reads take and whenever the bar is raised in between.
  @Test
  void noCallStartsMoreThanTwoSecondsAfterTheBar() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var run = new Delivery(10, 10);
      OutboundJob job = run.accept();
      Bar bar = random.nextBoolean() ? Bar.SUPPRESSION : Bar.SUSPENSION;
      int raisedIn = random.nextInt(4);
      List<Instant> raisedAt = new ArrayList<>();
      for (int read = 0; read < 4; read++) {
        boolean raises = read == raisedIn;
        run.recipients.after(() -> {
          run.clock.advance(Duration.ofMillis(random.nextInt(3_000)));
          if (raises) {
            bar.raise(run, job.envelope().recipient());
            raisedAt.add(run.clock.instant());
          }
          run.clock.advance(Duration.ofMillis(random.nextInt(3_000)));
        });
      }

      run.deliver.advance(job);

      if (!run.mailer.calls().isEmpty() && !raisedAt.isEmpty()) {
        assertThat(run.mailer.calls().getFirst().at())
            .as("seed %d", seed)
            .isBeforeOrEqualTo(raisedAt.getFirst().plus(AGE_MAX));
      }
    }
  }

  private void assertBarred(OutboundJob job, String code) {
    assertThat(delivery.mailer.calls()).isEmpty();
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(Objects.requireNonNull(job.progress().lastError()).code()).isEqualTo(code);
    assertThat(job.unit()).isEmpty();
    assertThat(delivery.counted()).isZero();
  }
}
