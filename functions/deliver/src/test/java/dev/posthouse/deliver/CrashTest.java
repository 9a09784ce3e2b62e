package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// The process dies at each point of its work in turn, once for each: before and after each call to
/// AWS. Then whatever would come comes: the record again, the sweep, SES's word or none.
class CrashTest {
  /// Lease, the wait for evidence, and a sweep for either.
  private static final int DEADLINE_MINUTES = 20;

  private static final Set<Integer> SWEPT_MINUTES = Set.of(1, 2, 3, 17, 18, 19, DEADLINE_MINUTES);

  private final Crashes crashes = new Crashes();
  private final RecordingSes ses = new RecordingSes();
  private final Deployment deployment = new Deployment();
  private final Roster roster = Fixtures.pool(deployment.ports(), 300, 300);

  CrashTest() {
    DynamoDbClient table = deployment.client(DynamoDbClient.class, () -> null);
    deployment
        .provide(DynamoDbClient.class, crashes.through(DynamoDbClient.class, table))
        .provide(SesV2Client.class, crashes.through(SesV2Client.class, ses));
  }

  /// What a crash came to.
  private record Outcome(JobStatus status, int mails) {}

  @ParameterizedTest
  @CsvSource({
    "AT_MOST_ONCE, true",
    "AT_MOST_ONCE, false",
    "AT_LEAST_ONCE, true",
    "AT_LEAST_ONCE, false"
  })
  void aCrashAtAnyPointLosesNoMailAndSendsNoneTwice(DeliveryGuarantee guarantee, boolean evidence) {
    var outcomes = new ArrayList<Outcome>();
    boolean crashed;
    do {
      // So that no day ends meanwhile.
      deployment.clock().set(Fixtures.NOW);
      OutboundJob job = accept(guarantee);
      int before = ses.requests().size();
      crashed = crashesAt(outcomes.size() + 1, job);
      settle(job, before, evidence);
      outcomes.add(new Outcome(now(job).status(), ses.requests().size() - before));
    } while (crashed);

    assertThat(outcomes).hasSizeGreaterThan(10);
    // Once it ran through.
    assertThat(outcomes.removeLast()).isEqualTo(new Outcome(JobStatus.SENT, 1));
    boolean repeats = guarantee == DeliveryGuarantee.AT_LEAST_ONCE;
    assertThat(outcomes).contains(new Outcome(JobStatus.SENT, 1));
    if (repeats && evidence) {
      assertThat(outcomes).containsOnly(new Outcome(JobStatus.SENT, 1));
    } else if (repeats) {
      assertThat(outcomes)
          .contains(new Outcome(JobStatus.SENT, 2))
          .allMatch(each -> each.status() == JobStatus.SENT && each.mails() <= 2);
    } else if (evidence) {
      // What did not leave is told as failed, and what left as sent.
      assertThat(outcomes)
          .contains(new Outcome(JobStatus.FAILED, 0))
          .allMatch(each -> each.mails() == (each.status() == JobStatus.SENT ? 1 : 0));
    } else {
      assertThat(outcomes)
          .allMatch(each -> each.mails() <= 1)
          .noneMatch(each -> each.status() == JobStatus.SENT && each.mails() == 0);
    }
  }

  /// @return whether it came that far
  private boolean crashesAt(int point, OutboundJob job) {
    String record = record(job);
    crashes.arm(point);
    try {
      Deployment.invoke(new DeliverHandler(deployment), record);
      return false;
    } catch (Crash _) {
      return true;
    } finally {
      crashes.disarm();
    }
  }

  /// Lets all happen that would, and fails unless the job has ended by its deadline.
  private void settle(OutboundJob job, int mailsBefore, boolean evidence) {
    Instant start = deployment.clock().instant();
    Deployment.invoke(new DeliverHandler(deployment), record(job));
    for (int minute = 1; minute <= DEADLINE_MINUTES; minute++) {
      deployment.clock().set(start.plus(Duration.ofMinutes(minute)));
      if (evidence && ses.requests().size() > mailsBefore) {
        apply(job);
      }
      if (SWEPT_MINUTES.contains(minute) && !now(job).status().ended()) {
        DeliverWiring.of(deployment).sweepDue().sweep(() -> true);
        Deployment.invoke(new DeliverHandler(deployment), record(job));
      }
    }
    assertThat(now(job).status().ended()).as("%s", now(job)).isTrue();
  }

  private void apply(OutboundJob job) {
    var delivered =
        new Evidence(
            Evidence.Kind.DELIVERY, "0100-ses", deployment.clock().instant(), Optional.empty());
    OutboundJob seen = now(job);
    seen.withEvidence(delivered, deployment.clock().instant())
        .ifPresent(after -> deployment.ports().jobs().update(seen, after));
  }

  private OutboundJob accept(DeliveryGuarantee guarantee) {
    Instant now = deployment.clock().instant();
    OutboundJob job =
        Fixtures.job(
            Fixtures.envelope(roster, 0, Fixtures.person(), now),
            new Payload.Inline(Fixtures.content()),
            Fixtures.acceptance(roster, 0, now, now, guarantee));
    assertThat(deployment.ports().outbox().commit(Fixtures.followups(roster, job))).isTrue();
    return job;
  }

  private OutboundJob now(OutboundJob job) {
    return deployment.ports().jobs().find(job.id()).orElseThrow();
  }

  /// The record of the job's latest change.
  private String record(OutboundJob job) {
    Map<String, AttributeValue> item =
        deployment.contents().stream()
            .filter(each -> each.containsValue(AttributeValue.fromS("JOB#" + job.id())))
            .findFirst()
            .orElseThrow();
    return new StreamEvent().put("1", item).json();
  }

  /// The end of a process, whatever it was doing.
  private static final class Crash extends Error {
    Crash() {
      super("the process is gone", null, false, false);
    }
  }

  /// Counts the points at which a process may die, and lets it die at one.
  private static final class Crashes {
    private static final List<String> NO_CALLS = List.of("serviceName", "close", "toString");

    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    void arm(int point) {
      left.set(point);
    }

    void disarm() {
      left.set(Integer.MAX_VALUE);
    }

    <C> C through(Class<C> type, C target) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (_, method, arguments) -> {
                boolean call = !NO_CALLS.contains(method.getName());
                try {
                  pass(call);
                  Object answer = method.invoke(target, arguments);
                  pass(call);
                  return answer;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }

    private void pass(boolean call) {
      if (call && left.decrementAndGet() == 0) {
        throw new Crash();
      }
    }
  }
}
