package dev.posthouse.jobs;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundJobsHandlerTest {
  private final Shelf shelf = new Shelf();
  private final Deployment deployment = shelf.deployment;

  @Test
  void theRoutesAreThoseOfTheTemplate() {
    assertThat(new OutboundJobsHandler(deployment).routes())
        .containsExactlyInAnyOrder(
            "GET /v1/outbound-jobs",
            "GET /v1/outbound-jobs/{id}",
            "PATCH /v1/outbound-jobs/{id}",
            "POST /v1/outbound-jobs/{id}/cancel",
            "POST /v1/outbound-jobs/{id}/resolution");
  }

  @Test
  void aQueuedJobIsShownAsPendingAndToBeAskedForAgain() {
    OutboundJob job = shelf.queued();

    Answer answer = shelf.caller.get(Shelf.path(job));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("retry-after", "1");
    assertThat(answer.text("id")).isEqualTo(job.id().value());
    assertThat(answer.text("status")).isEqualTo("queued");
    assertThat(answer.text("finalDeliveryState")).isEqualTo("pending");
    assertThat(answer.text("deliveryStatus")).isEqualTo("pending");
    assertThat(answer.text("identity")).isEqualTo(shelf.roster.handle().value());
    assertThat(answer.body().path("lastError").isNull()).isTrue();
    assertThat(answer.body().path("account").path("email").asString())
        .isEqualTo(job.account().toString());
    assertThat(answer.body().path("timeline").path(0).path("status").asString())
        .isEqualTo("accepted");
  }

  @Test
  void whatHasEndedNeedNotBeAskedForAgain() {
    Answer sent = shelf.caller.get(Shelf.path(shelf.sent()));
    Answer failed = shelf.caller.get(Shelf.path(shelf.failed()));

    assertThat(sent.headers()).doesNotContainKey("retry-after");
    assertThat(sent.text("finalDeliveryState")).isEqualTo("sent");
    assertThat(sent.body().path("timeline").findValuesAsString("status"))
        .containsExactly("accepted", "sent");
    assertThat(failed.text("finalDeliveryState")).isEqualTo("failed");
    assertThat(failed.body().path("lastError").path("code").asString())
        .isEqualTo("message_rejected");
    assertThat(failed.body().path("timeline").findValuesAsString("status"))
        .containsExactly("accepted", "failed");
  }

  @Test
  void anUncertainJobIsPending() {
    assertThat(shelf.caller.get(Shelf.path(shelf.uncertain())).text("finalDeliveryState"))
        .isEqualTo("pending");
  }

  static Stream<Function<String, String[]>> routesOfOneJob() {
    return Stream.of(
        id -> new String[] {"GET", "/v1/outbound-jobs/" + id},
        id -> new String[] {"POST", "/v1/outbound-jobs/" + id + "/cancel"});
  }

  @ParameterizedTest
  @MethodSource("routesOfOneJob")
  void anotherTenantsJobIsNotFoundLikeOneThatIsNot(Function<String, String[]> route) {
    OutboundJob job = shelf.queued();

    Answer foreign = refused(shelf.stranger, route.apply(job.id().value()), 404, "not_found");

    for (String id :
        List.of("job_01RBGZFPG0ZFBRZ9KXC4D9KWF7", "job_1", "x", "%00", job.id() + "x", "job_")) {
      Answer absent = refused(shelf.caller, route.apply(id), 404, "not_found");
      assertThat(absent.text("detail")).isEqualTo(foreign.text("detail"));
    }
  }

  @Test
  void everyRouteWantsItsScope() {
    OutboundJob job = shelf.queued();
    Caller reader = deployment.caller(shelf.tenant, Scope.MAIL_READ);
    Caller sender = deployment.caller(shelf.tenant, Scope.MAIL_SEND);
    String[] get = {"GET", Shelf.path(job)};
    String[] list = {"GET", shelf.list("")};
    String[] cancel = {"POST", Shelf.path(job) + "/cancel"};

    refused(sender, get, 403, "missing_scope");
    refused(sender, list, 403, "missing_scope");
    refused(reader, cancel, 403, "missing_scope");
    for (String[] route : List.of(get, list, cancel)) {
      refused(deployment.nobody(), route, 401, "missing_token");
      refused(deployment.caller("sk_live_x"), route, 401, "invalid_token");
    }
    assertThat(reader.get(get[1]).status()).isEqualTo(200);
    assertThat(reader.get(list[1]).status()).isEqualTo(200);
    assertThat(sender.post(cancel[1]).status()).isEqualTo(200);
  }

  @Test
  void aQueuedOrScheduledJobIsCancelledOnceAndGivesItsPlaceBack() {
    OutboundJob queued = shelf.queued();
    OutboundJob scheduled = shelf.accept(NOW, NOW.plus(Duration.ofDays(1)));

    for (OutboundJob job : List.of(queued, scheduled)) {
      Answer answer = shelf.caller.post(Shelf.path(job) + "/cancel");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("status")).isEqualTo("cancelled");
      assertThat(answer.text("finalDeliveryState")).isEqualTo("failed");
      assertThat(answer.headers()).doesNotContainKey("retry-after");
      assertThat(shelf.caller.post(Shelf.path(job) + "/cancel").status()).isEqualTo(200);
    }

    assertThat(shelf.sheet(TODAY).total()).isZero();
    assertThat(shelf.sheet(TODAY.plusDays(1)).total()).isZero();
  }

  @Test
  void whatSomebodyHasBegunToSendIsNotCancelled() {
    for (OutboundJob job :
        List.of(shelf.sending(), shelf.sent(), shelf.failed(), shelf.uncertain())) {
      refused(
          shelf.caller, new String[] {"POST", Shelf.path(job) + "/cancel"}, 409, "not_cancellable");
    }
  }

  @ParameterizedTest
  @CsvSource({"sent, SENT, sent", "not_sent, FAILED, failed"})
  void theOperatorSettlesAnUncertainJob(String word, JobStatus status, String shown) {
    OutboundJob job = shelf.uncertain();

    Answer answer = resolve(deployment.operator(), job, "{\"resolution\":\"" + word + "\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo(shown);
    assertThat(shelf.now(job).status()).isEqualTo(status);
    assertThat(shelf.now(job).progress().dueAt()).isNull();
    assertThat(shelf.sheet(TODAY).total()).isEqualTo(status == JobStatus.SENT ? 1 : 0);
  }

  @Test
  void onlyAnUncertainJobIsSettled() {
    for (OutboundJob job : List.of(shelf.queued(), shelf.sending(), shelf.sent(), shelf.failed())) {
      deployment.refused(
          409,
          "conflict",
          () -> resolve(deployment.operator(), job, "{\"resolution\":\"not_sent\"}"));
    }
  }

  @Test
  void onlyTheOperatorSettlesJobs() {
    OutboundJob job = shelf.uncertain();
    String body = "{\"resolution\":\"sent\"}";

    deployment.refused(401, "invalid_token", () -> resolve(shelf.caller, job, body));
    deployment.refused(401, "missing_token", () -> resolve(deployment.nobody(), job, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                               | missing_field | resolution",
        "{\"resolution\":null}            | missing_field | resolution",
        "{\"resolution\":\"SENT\"}        | invalid_field | resolution",
        "{\"resolution\":\"\"}            | invalid_field | resolution",
        "{\"resolution\":1}               | invalid_field | resolution",
        "{\"resolution\":\"sent\",\"x\":1} | unknown_field | x"
      })
  void aBadResolutionNamesItsField(String body, String code, String field) {
    OutboundJob job = shelf.uncertain();

    Answer answer = deployment.refused(400, code, () -> resolve(deployment.operator(), job, body));

    assertThat(answer.fields()).containsExactly(field);
  }

  @Test
  void anIdentitysJobsAreListedNewestFirstPageByPage() {
    List<OutboundJob> jobs =
        Stream.iterate(0, i -> i + 1)
            .limit(5)
            .map(i -> shelf.accept(NOW.minusSeconds(60 - i), NOW))
            .toList();

    Answer first = shelf.caller.get(shelf.list("&limit=2"));
    Answer second = shelf.caller.get(shelf.list("&limit=2&cursor=" + first.text("nextCursor")));
    Answer third = shelf.caller.get(shelf.list("&limit=2&cursor=" + second.text("nextCursor")));

    assertThat(Stream.of(first, second, third).flatMap(page -> ids(page).stream()))
        .containsExactlyElementsOf(jobs.reversed().stream().map(job -> job.id().value()).toList());
    assertThat(third.body().path("nextCursor").isNull()).isTrue();
  }

  @Test
  void aListIsFilteredByStatusAndTime() {
    shelf.accept(NOW.minusSeconds(60), NOW);
    OutboundJob sent = shelf.sent();
    OutboundJob queued = shelf.queued();

    assertThat(ids(shelf.caller.get(shelf.list("&status=sent"))))
        .containsExactly(sent.id().value());
    assertThat(ids(shelf.caller.get(shelf.list("&status=failed")))).isEmpty();
    assertThat(ids(shelf.caller.get(shelf.list("&since=" + NOW))))
        .containsExactlyInAnyOrder(sent.id().value(), queued.id().value());
    assertThat(ids(shelf.caller.get(shelf.list("&since=" + NOW.plusMillis(1))))).isEmpty();
    assertThat(ids(shelf.caller.get(shelf.list("")))).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit",
    "limit=201, limit",
    "limit=-1, limit",
    "limit=x, limit",
    "limit=, limit",
    "limit=99999999999, limit",
    "status=done, status",
    "status=SENT, status",
    "status=, status",
    "since=yesterday, since",
    "since=2031-05-14, since",
    "since=, since",
    "since=-999999999-01-01T00:00:00Z, since",
    "since=%2B999999999-12-31T23:59:59Z, since",
    "since=1969-12-31T23:59:59Z, since",
    "cursor=x, cursor",
    "cursor=, cursor",
    "cursor=AAAAAAAAAAAAAAAA, cursor",
    "cursor=%00, cursor"
  })
  void aBadQueryNamesItsParameter(String parameter, String field) {
    Answer answer =
        refused(
            shelf.caller, new String[] {"GET", shelf.list("&" + parameter)}, 400, "invalid_field");

    assertThat(answer.fields()).containsExactly(field);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 200})
  void aLimitMayBeAsSmallAndAsLargeAsThis(int limit) {
    assertThat(shelf.caller.get(shelf.list("&limit=" + limit)).status()).isEqualTo(200);
  }

  @Test
  void aCursorIsGoodForItsOwnQueryOnly() {
    shelf.queued();
    shelf.queued();
    String cursor = shelf.caller.get(shelf.list("&limit=1")).text("nextCursor");

    for (String query :
        List.of("&status=queued&cursor=" + cursor, "&since=" + NOW + "&cursor=" + cursor)) {
      refused(shelf.caller, new String[] {"GET", shelf.list(query)}, 400, "invalid_field");
    }
    assertThat(shelf.caller.get(shelf.list("&limit=7&cursor=" + cursor)).status()).isEqualTo(200);
  }

  @Test
  void aListWantsAnIdentityOfTheTenant() {
    String[] none = {"GET", "/v1/outbound-jobs"};
    String[] other = {"GET", shelf.list("")};
    String[] unknown = {"GET", "/v1/outbound-jobs?identity=eve@post.example"};
    String[] broken = {"GET", "/v1/outbound-jobs?identity=%00"};

    assertThat(refused(shelf.caller, none, 400, "missing_field").fields())
        .containsExactly("identity");
    refused(shelf.stranger, other, 404, "not_found");
    refused(shelf.caller, unknown, 404, "not_found");
    refused(shelf.caller, broken, 404, "not_found");
  }

  @Test
  void aMailboxTokenNeedNotNameItsMailbox() {
    OutboundJob job = shelf.queued();
    Roster other = Fixtures.pool(shelf.ports, shelf.tenant.id(), 10, 10);
    Caller mailbox = shelf.mailbox(shelf.roster.identity());
    String[] foreign = {"GET", "/v1/outbound-jobs?identity=" + other.handle()};

    assertThat(ids(mailbox.get("/v1/outbound-jobs"))).containsExactly(job.id().value());
    assertThat(ids(mailbox.get(shelf.list("")))).containsExactly(job.id().value());
    assertThat(ids(shelf.mailbox(other.identity()).get("/v1/outbound-jobs"))).isEmpty();
    refused(mailbox, foreign, 404, "not_found");
  }

  private Answer resolve(Caller caller, OutboundJob job, String body) {
    return caller.post(Shelf.path(job) + "/resolution", body.strip());
  }

  private Answer refused(Caller caller, String[] route, int status, String code) {
    return deployment.refused(status, code, () -> caller.call(route[0], route[1], null, Map.of()));
  }

  private static List<String> ids(Answer page) {
    return page.body()
        .path("items")
        .valueStream()
        .map(item -> Objects.requireNonNull(item.path("id").asString()))
        .toList();
  }
}
