package dev.posthouse.send;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.MomentPage;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.dynamodb.DynamoMailboxes;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Rolling limits that ask for more moments than a purse holds.
class LargeLimitTest {
  private static final int HOURLY = 60;
  private static final int DAILY = 120;

  private final Deployment deployment =
      new Deployment().setting("SEND_QUOTAS", "free=60/hour,120/day").with(SendHandler::new);
  private final Ports ports = deployment.ports();
  private final Tenant tenant =
      new Tenant(
          Fixtures.tenantId(),
          "Ada",
          Fixtures.person(),
          BillingState.FREE,
          OutboundStatus.INTERNAL_ONLY,
          Set.of(),
          NOW);
  private final Caller caller = deployment.caller(tenant);
  private final Roster mailbox = mailbox();

  @Test
  void aRefusalTellsToTheMillisecondWhenThereIsRoom() {
    Instant tenPast = NOW.plus(Duration.ofMinutes(10));
    sendAt(NOW, 49);
    sendAt(tenPast, 11);
    refused("hourly_quota_exceeded", 1, HOURLY, "2031-05-14T13:00:00.000Z", "3000");
    refused("hourly_quota_exceeded", 50, HOURLY, "2031-05-14T13:10:00.000Z", "3600");
    deployment.clock().set(NOW.plus(Duration.ofHours(1)).minusMillis(1));
    refused("hourly_quota_exceeded", 1, HOURLY, "2031-05-14T13:00:00.000Z", "1");
    sendAt(NOW.plus(Duration.ofHours(1)), 49);
    sendAt(tenPast.plus(Duration.ofHours(1)), 11);

    deployment.clock().set(NOW.plus(Duration.ofHours(2)));
    refused("daily_quota_exceeded", 1, DAILY, "2031-05-15T12:00:00.000Z", "79200");
    deployment.clock().set(NOW.plus(Duration.ofHours(24)).minusMillis(1));
    refused("daily_quota_exceeded", 1, DAILY, "2031-05-15T12:00:00.000Z", "1");
    sendAt(NOW.plus(Duration.ofHours(24)), 49);
    refused("daily_quota_exceeded", 1, DAILY, "2031-05-15T12:10:00.000Z", "600");

    assertThat(purse().sends()).isEqualTo(169);
    assertThat(purse().recent().times()).hasSize(19);
  }

  @Test
  void atAnyScheduleExactlyWhatFitsIsTaken() {
    var random = new Random(23);
    var taken = new ArrayList<Instant>();
    int refused = 0;
    for (int i = 0; i < 40; i++) {
      deployment.clock().advance(step(random, taken));
      Instant now = deployment.clock().instant();
      int count = random.nextInt(1, 31);
      boolean room =
          inWindow(taken, now, Duration.ofHours(1)) + count <= HOURLY
              && inWindow(taken, now, Duration.ofHours(24)) + count <= DAILY;

      assertThat(send(count).status()).isEqualTo(room ? 202 : 429);
      if (room) {
        taken.addAll(Collections.nCopies(count, now));
      } else {
        refused++;
      }
    }
    assertThat(taken).hasSizeGreaterThan(3 * MomentPage.SIZE);
    assertThat(refused).isGreaterThan(15);
    assertThat(purse().sends()).isEqualTo(taken.size());
  }

  /// To within a millisecond of a window's end, or somewhere.
  private Duration step(Random random, List<Instant> taken) {
    if (!taken.isEmpty() && random.nextBoolean()) {
      int back = random.nextBoolean() ? HOURLY : DAILY;
      Instant edge =
          taken
              .get(Math.max(0, taken.size() - back))
              .plus(back == HOURLY ? Duration.ofHours(1) : Duration.ofHours(24))
              .plusMillis(random.nextInt(-1, 2));
      Duration until = Duration.between(deployment.clock().instant(), edge);
      if (!until.isNegative()) {
        return until;
      }
    }
    return Duration.ofMillis(random.nextLong(0, Duration.ofMinutes(40).toMillis()));
  }

  private static long inWindow(List<Instant> taken, Instant now, Duration window) {
    return taken.stream().filter(at -> at.isAfter(now.minus(window))).count();
  }

  @Test
  void theLastSlotsAreTakenOnceHoweverManyWantThem() {
    sendAt(NOW, 45);
    sendAt(NOW.plus(Duration.ofHours(1)), 50);
    deployment.clock().set(NOW.plus(Duration.ofHours(2)));

    List<Answer> answers =
        Race.run(
            16,
            number ->
                () -> {
                  Answer answer;
                  do {
                    answer = send(2);
                  } while (answer.status() == 503);
                  return answer;
                });

    assertThat(answers).extracting(Answer::status).containsOnly(202, 429);
    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(12);
    assertThat(purse().sends()).isEqualTo(DAILY - 1);
    assertThat(purse().recent().times()).hasSize(19);
    assertThat(ports.momentPages().find(tenant.id(), 1).orElseThrow().times()).hasSize(50);
  }

  private void sendAt(Instant now, int recipients) {
    deployment.clock().set(now);
    Answer answer = send(recipients);
    assertThat(answer.status()).as(answer.content()).isEqualTo(202);
  }

  private void refused(String code, int recipients, int used, String resetsAt, String retryAfter) {
    Answer refused = deployment.refused(429, code, () -> send(recipients));
    JsonNode binding = refused.body().path("binding");
    assertThat(binding.path("used").asInt()).isEqualTo(used);
    assertThat(binding.path("cap").asInt()).isEqualTo(used);
    assertThat(binding.path("resetsAt").asString()).isEqualTo(resetsAt);
    assertThat(refused.header("retry-after")).contains(retryAfter);
  }

  private Answer send(int recipients) {
    List<String> to =
        IntStream.range(0, recipients)
            .mapToObj(i -> Fixtures.unique("p") + "@example.com")
            .toList();
    return caller.post(
        "/v1/messages/send",
        Map.of("from", mailbox.handle().value(), "to", to, "subject", "Hello", "text", "A word."));
  }

  private Roster mailbox() {
    Identity identity = Fixtures.selfServe(tenant.id());
    KeySecret secret = Fixtures.secret();
    new DynamoMailboxes(deployment.table())
        .add(identity, Fixtures.key(tenant.id(), secret), secret);
    ports
        .purses()
        .book(
            LedgerEntry.booking(
                tenant.id(), LedgerEntry.Kind.TOPUP, 100_000, Fixtures.ulid(), "", NOW));
    return identity.roster();
  }

  private Purse purse() {
    return ports.purses().find(tenant.id()).orElseThrow();
  }
}
