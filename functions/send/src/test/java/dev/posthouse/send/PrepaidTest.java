package dev.posthouse.send;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.outbound.InsideHour;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Suppression;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A mailbox pays for everybody outside it writes to, within its plan's rolling limits.
class PrepaidTest {
  private static final String SEND = "/v1/messages/send";

  private final Deployment deployment =
      new Deployment().setting("SUPPORT_CONTACT", "help@example.com").with(SendHandler::new);
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
  void withoutCreditsNothingGoesOutAndMailInsideIsFree() {
    Roster other = mailbox();

    Answer refused =
        deployment.refused(403, "external_send_not_enabled", () -> send("a@example.com"));
    Answer inside = send(other.handle().value());

    assertThat(refused.text("supportContact")).isEqualTo("help@example.com");
    assertThat(inside.status()).as(inside.content()).isEqualTo(202);
    assertThat(inside.body().path("creditsCharged").asInt()).isZero();
    assertThat(purse().sends()).isZero();
  }

  @Test
  void aRecipientOutsideCostsACredit() {
    grant(3);

    Answer sent = send("a@example.com");

    assertThat(sent.status()).as(sent.content()).isEqualTo(202);
    assertThat(sent.body().path("creditsCharged").asInt()).isEqualTo(1);
    assertPurse(2, 1);
  }

  @Test
  void whoIsEnabledPaysToo() {
    approve();

    Answer refused = deployment.refused(402, "insufficient_credits", () -> send("a@example.com"));

    assertThat(refused.body().path("requiredCredits").asInt()).isEqualTo(1);
    assertThat(refused.body().path("availableCredits").asInt()).isZero();
    assertThat(refused.body().path("binding").path("limit").asString()).isEqualTo("credits");
    assertThat(refused.text("fix")).contains("POST /v1/billing/topup");
    assertThat(refused.text("supportContact")).isEqualTo("help@example.com");
  }

  @Test
  void recipientsOutsideGoTogetherOrNotAtAllAndThoseInsideAnyway() {
    approve();
    grant(1);
    Roster other = mailbox();

    Answer mixed = send("a@example.com", other.handle().value(), "b@example.com");

    assertThat(mixed.status()).as(mixed.content()).isEqualTo(202);
    assertThat(statuses(mixed)).containsExactly("rejected", "queued", "rejected");
    assertThat(mixed.body().path("recipients").path(0).path("reason").asString())
        .isEqualTo("insufficient_credits");
    assertPurse(1, 0);
    Answer refused =
        deployment.refused(
            402, "insufficient_credits", () -> send("a@example.com", "b@example.com"));
    assertThat(refused.body().path("requiredCredits").asInt()).isEqualTo(2);

    grant(1);
    Answer both = send("a@example.com", other.handle().value(), "b@example.com");
    assertThat(statuses(both)).containsExactly("queued", "queued", "queued");
    assertThat(both.body().path("creditsCharged").asInt()).isEqualTo(2);
    assertPurse(0, 2);
  }

  @Test
  void nobodyPaysForARecipientThatIsSuppressed() {
    approve();
    grant(1);
    ports
        .recipients()
        .suppress(
            tenant.id(),
            EmailAddress.parse("no@example.com"),
            new Suppression(Suppression.Reason.UNSUBSCRIBED, NOW));

    Answer sent = send("no@example.com", "a@example.com");

    assertThat(statuses(sent)).containsExactly("rejected", "queued");
    assertPurse(0, 1);
  }

  @Test
  void theLastCreditsMessageIsAnsweredAgainByItsKey() {
    approve();
    grant(1);
    Map<String, Object> message = message("a@example.com");
    Map<String, String> key = Map.of("idempotency-key", "k");
    Answer first = caller.post(SEND, message, key);

    Answer again = caller.post(SEND, message, key);

    assertThat(first.status()).isEqualTo(202);
    assertThat(again.content()).isEqualTo(first.content());
    assertThat(again.header("idempotent-replayed")).contains("true");
    assertPurse(0, 1);
    deployment.refused(402, "insufficient_credits", () -> send("a@example.com"));
  }

  @Test
  void aFreeTenantMayWriteToOneAnHour() {
    grant(20);
    send("a@example.com");

    Answer refused = deployment.refused(429, "hourly_quota_exceeded", () -> send("b@example.com"));

    JsonNode binding = refused.body().path("binding");
    assertThat(binding.path("limit").asString()).isEqualTo("external_per_hour");
    assertThat(binding.path("used").asInt()).isEqualTo(1);
    assertThat(binding.path("cap").asInt()).isEqualTo(1);
    assertThat(binding.path("resetsAt").asString()).isEqualTo("2031-05-14T13:00:00.000Z");
    assertThat(refused.header("retry-after")).contains("3600");
    Answer tooMany =
        deployment.refused(
            422, "recipients_exceed_limit", () -> send("b@example.com", "c@example.com"));
    assertThat(tooMany.body().path("binding").path("cap").asInt()).isEqualTo(1);
  }

  @Test
  void aFreeTenantMayWriteToTenADay() {
    grant(20);
    for (int i = 0; i < 10; i++) {
      assertThat(send("p" + i + "@example.com").status()).isEqualTo(202);
      deployment.clock().advance(Duration.ofHours(1));
    }

    Answer refused = deployment.refused(429, "daily_quota_exceeded", () -> send("b@example.com"));

    assertThat(refused.body().path("binding").path("resetsAt").asString())
        .isEqualTo("2031-05-15T12:00:00.000Z");
    deployment.clock().set(NOW.plus(Duration.ofHours(24)).minusMillis(1));
    deployment.refused(429, "daily_quota_exceeded", () -> send("b@example.com"));
    deployment.clock().advance(Duration.ofMillis(1));
    assertThat(send("b@example.com").status()).isEqualTo(202);
  }

  @Test
  void atAnyScheduleExactlyWhatFitsIsTaken() {
    grant(1000);
    var random = new Random(17);
    var taken = new ArrayList<Instant>();
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      deployment.clock().advance(Duration.ofMillis(step(random, taken)));
      Instant now = deployment.clock().instant();
      boolean room =
          inWindow(taken, now, Duration.ofHours(1)) < 1
              && inWindow(taken, now, Duration.ofHours(24)) < 10;

      int status = send("p" + i + "@example.com").status();

      assertThat(status).as("at %s after %s", now, taken).isEqualTo(room ? 202 : 429);
      if (room) {
        taken.add(now);
      } else {
        refused++;
      }
    }
    assertThat(taken).hasSizeGreaterThan(30);
    assertThat(refused).isGreaterThan(30);
    assertThat(purse().sends()).isEqualTo(taken.size());
  }

  /// To within a millisecond of a window's end, or somewhere.
  private long step(Random random, List<Instant> taken) {
    Instant now = deployment.clock().instant();
    if (!taken.isEmpty() && random.nextBoolean()) {
      Instant edge =
          random.nextBoolean()
              ? taken.getLast().plus(Duration.ofHours(1))
              : taken.get(Math.max(0, taken.size() - 10)).plus(Duration.ofHours(24));
      long until = Duration.between(now, edge).toMillis() + random.nextInt(-1, 2);
      if (until >= 0) {
        return until;
      }
    }
    return random.nextLong(0, Duration.ofHours(2).toMillis());
  }

  private static long inWindow(List<Instant> taken, Instant now, Duration window) {
    return taken.stream().filter(at -> at.isAfter(now.minus(window))).count();
  }

  @Test
  void fiftyAtOnceOnTwelveCreditsAreTwelve() {
    approve();
    grant(12);

    List<Answer> answers =
        Race.run(
            50,
            number ->
                () -> {
                  Answer answer;
                  do {
                    answer =
                        caller.post(
                            SEND,
                            message("p" + number + "@example.com"),
                            Map.of("idempotency-key", "k" + number));
                  } while (answer.status() == 503);
                  return answer;
                });

    assertThat(answers).extracting(Answer::status).containsOnly(202, 402);
    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(12);
    assertPurse(0, 12);
  }

  @Test
  void aFreeTenantsOneSlotIsTakenOnceHoweverManyWantIt() {
    grant(20);

    List<Answer> answers =
        Race.run(
            16,
            number ->
                () -> {
                  Answer answer;
                  do {
                    answer = send("p" + number + "@example.com");
                  } while (answer.status() == 503);
                  return answer;
                });

    assertThat(answers).extracting(Answer::status).containsOnly(202, 429);
    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
    assertPurse(19, 1);
  }

  @Test
  void allMailboxesOfATenantShareTheHoursPlacesInsideAndMailOutsideGoesAnyway() {
    approve();
    grant(1);
    Roster other = mailbox();
    fillHour(0);

    Answer refused = deployment.refused(429, "cap_exceeded", () -> send(other.handle().value()));
    Answer planned = dryRun(other.handle().value());
    Answer mixed = send("a@example.com", other.handle().value());

    JsonNode binding = refused.body().path("binding");
    assertThat(binding.path("limit").asString()).isEqualTo("internal_per_hour");
    assertThat(refused.text("fix")).doesNotContain("tier").contains("every plan");
    assertThat(refused.text("detail")).endsWith("; there is room at 2031-05-14T13:00:00.000Z.");
    assertThat(binding.path("used").asInt()).isEqualTo(InsideHour.MAX);
    assertThat(binding.path("cap").asInt()).isEqualTo(InsideHour.MAX);
    assertThat(binding.path("resetsAt").asString()).isEqualTo("2031-05-14T13:00:00.000Z");
    assertThat(refused.header("retry-after")).contains("3600");
    assertThat(statuses(planned)).containsExactly("would_reject");
    assertThat(mixed.status()).as(mixed.content()).isEqualTo(202);
    assertThat(statuses(mixed)).containsExactly("queued", "rejected");
    assertThat(routes(planned)).containsExactly("internal");
    assertThat(routes(mixed)).containsExactly("external", "internal");
    deployment.clock().advance(Duration.ofHours(1));
    assertThat(send(other.handle().value()).status()).isEqualTo(202);
  }

  @Test
  void whoeverIsRefusedIsListedWithTheWayItWouldHaveGone() {
    approve();
    Roster other = mailbox();

    Answer some = send("a@example.com", other.handle().value(), "nobody");
    Answer none =
        deployment.refused(
            422, "invalid_recipient", () -> send("a@example.com", "b@example.com", "nobody"));

    assertThat(statuses(some)).containsExactly("rejected", "queued", "rejected");
    assertThat(routes(some)).containsExactly("external", "internal", "");
    assertThat(routes(none)).containsExactly("external", "external", "");
  }

  @Test
  void oneMessageTakesOfTheHourWhatIsLeft() {
    String[] others =
        Stream.generate(() -> mailbox().handle().value()).limit(3).toArray(String[]::new);
    fillHour(2);

    Answer sent = send(others);

    assertThat(statuses(sent)).containsExactly("queued", "queued", "rejected");
    assertThat(ports.outbox().inside(tenant.id(), NOW).used()).isEqualTo(InsideHour.MAX);
  }

  @Test
  void theHoursLastPlacesInsideAreTakenOnceHoweverManyWantThem() {
    List<Roster> others = Stream.generate(this::mailbox).limit(16).toList();
    fillHour(5);

    List<Answer> answers =
        Race.run(
            16,
            number ->
                () -> {
                  Answer answer;
                  do {
                    answer = send(others.get(number).handle().value());
                  } while (answer.status() == 503);
                  return answer;
                });

    assertThat(answers).extracting(Answer::status).containsOnly(202, 429);
    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(5);
    assertThat(ports.outbox().inside(tenant.id(), NOW).used()).isEqualTo(InsideHour.MAX);
  }

  /// Uses all places inside of this hour but those, from another mailbox.
  private void fillHour(int left) {
    Roster busy = mailbox();
    for (int used = 0; used < InsideHour.MAX - left; ) {
      int count = Math.min(90, InsideHour.MAX - left - used);
      assertThat(ports.outbox().commit(Fixtures.inside(busy, count, NOW))).isTrue();
      used += count;
    }
  }

  @Test
  void aDryRunTellsThePriceAndTakesNothing() {
    approve();
    grant(1);
    Roster other = mailbox();
    var before = deployment.contents();

    Answer one = dryRun("a@example.com", other.handle().value());
    Answer two = dryRun("a@example.com", "b@example.com");

    assertThat(one.body().path("creditsCharged").asInt()).isEqualTo(1);
    assertThat(statuses(one)).containsExactly("would_queue", "would_queue");
    assertThat(statuses(two)).containsExactly("would_reject", "would_reject");
    assertThat(two.body().path("recipients").path(0).path("binding").path("limit").asString())
        .isEqualTo("credits");
    assertThat(deployment.contents()).isEqualTo(before);
  }

  @Test
  void aRotatedIdentityIsCoveredByItsTier() {
    approve();
    grant(1);
    Roster rotated = Fixtures.pool(ports, tenant.id(), 150, 93);

    Answer sent =
        caller.post(
            "/v1/identities/" + rotated.handle() + "/send",
            Map.of("to", "a@example.com", "subject", "Hello", "text", "A word."));

    assertThat(sent.status()).as(sent.content()).isEqualTo(202);
    assertPurse(1, 0);
  }

  private Roster mailbox() {
    EmailAddress address = EmailAddress.parse(Fixtures.unique("box") + "@post.example");
    var roster =
        new Roster(
            Fixtures.identityId(),
            tenant.id(),
            new Handle(address.canonical()),
            "Ada",
            IdentityState.ACTIVE,
            1000,
            1,
            List.of(new Mailbox(0, address, MailboxState.ACTIVE, 100, 100, 1000)));
    var identity =
        new Identity(roster.handle(), Identity.SELF_SERVE, NOW, "made by a test", roster);
    KeySecret secret = Fixtures.secret();
    new DynamoMailboxes(deployment.table())
        .add(identity, Fixtures.key(tenant.id(), secret), secret);
    return roster;
  }

  private Map<String, Object> message(String... to) {
    return Map.of(
        "from", mailbox.handle().value(), "to", List.of(to), "subject", "Hello", "text", "A word.");
  }

  private Answer send(String... to) {
    return caller.post(SEND, message(to));
  }

  private Answer dryRun(String... to) {
    Answer answer = caller.post(SEND + "?dryRun=true", message(to));
    assertThat(answer.status()).as(answer.content()).isEqualTo(200);
    return answer;
  }

  private static List<String> statuses(Answer answer) {
    return each(answer, "status");
  }

  private static List<String> routes(Answer answer) {
    return each(answer, "route");
  }

  private static List<String> each(Answer answer, String field) {
    JsonNode rows = answer.body().path("recipients");
    return IntStream.range(0, rows.size())
        .mapToObj(row -> rows.path(row).path(field).asString(""))
        .toList();
  }

  private void grant(long credits) {
    ports
        .purses()
        .book(
            LedgerEntry.booking(
                tenant.id(), LedgerEntry.Kind.TOPUP, credits, Fixtures.ulid(), "", NOW));
  }

  private void approve() {
    var approved = new SendPolicy(BillingState.PAID_ACTIVE, OutboundStatus.EXTERNAL_ENABLED);
    ports.tenants().changePolicy(tenant.id(), tenant.policy(), approved, NOW);
  }

  private Purse purse() {
    return ports.purses().find(tenant.id()).orElseThrow();
  }

  private void assertPurse(long available, long reserved) {
    assertThat(purse().available()).isEqualTo(new Credits(available));
    assertThat(purse().reserved()).isEqualTo(new Credits(reserved));
  }
}
