package dev.posthouse.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

class WebhooksHandlerTest {
  private static final String URL = "https://hooks.example/in";

  private final List<SendMessageBatchRequest> queued = new ArrayList<>();
  private final Deployment deployment =
      new Deployment()
          .setting("WEBHOOK_SECRET", "a-secret-of-the-deployment")
          .setting("PUSHES_QUEUE_URL", "https://sqs.example/pushes")
          .provide(SqsClient.class, new Recording());
  private final Tenant tenant = Fixtures.tenant();
  private final Caller caller;

  WebhooksHandlerTest() {
    deployment.with(platform ->
        new WebhooksHandler(
            platform,
            PushWiring.of(
                platform,
                host ->
                    new InetAddress[] {
                      InetAddress.ofLiteral(
                          host.equals("inside.example") ? "10.1.2.3" : "93.184.215.14")
                    })));
    caller = deployment.caller(tenant, Scope.WEBHOOKS_WRITE);
  }

  /// SQS as far as it is called here.
  private final class Recording implements SqsClient {
    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      queued.add(request);
      return SendMessageBatchResponse.builder().failed(List.of()).build();
    }
  }

  private String made() {
    return caller.post("/v1/webhooks", Map.of("url", URL)).text("id");
  }

  @Test
  void theSecretIsShownOnceAndIsNowhereInTheTable() {
    Answer made = caller.post("/v1/webhooks", Map.of("url", URL, "types", "email.sent"));

    assertThat(made.status()).as(made.content()).isEqualTo(201);
    assertThat(made.text("secret")).startsWith("whsec_");
    assertThat(made.text("status")).isEqualTo("active");
    String path = "/v1/webhooks/" + made.text("id");
    assertThat(caller.get(path).content()).doesNotContain("whsec_").contains("email.sent");
    assertThat(caller.get("/v1/webhooks").content()).doesNotContain("whsec_").contains(URL);
    assertThat(deployment.contents().toString())
        .doesNotContain(made.text("secret").substring("whsec_".length()));
    assertThat(queued).hasSize(1);
  }

  @Test
  void aRepeatedRequestMakesNoSecondWebhookAndShowsNoSecretAgain() {
    Map<String, Object> body = Map.of("url", URL);
    Map<String, String> key = Map.of("idempotency-key", "k-1");
    Answer first = caller.post("/v1/webhooks", body, key);

    Answer again =
        deployment.refused(409, "already_exists", () -> caller.post("/v1/webhooks", body, key));

    assertThat(again.text("webhookId")).isEqualTo(first.text("id"));
    assertThat(again.content()).doesNotContain("whsec_");
    deployment.refused(
        409,
        "idempotency_conflict",
        () -> caller.post("/v1/webhooks", Map.of("url", URL + "/other"), key));
    for (Map<String, Object> other :
        List.<Map<String, Object>>of(
            Map.of("url", URL, "description", "Another."),
            Map.of("url", URL, "types", List.of("email.sent")))) {
      deployment.refused(
          409, "idempotency_conflict", () -> caller.post("/v1/webhooks", other, key));
    }
  }

  @Test
  void badFieldsAreNamed() {
    for (Map<String, Object> body :
        List.<Map<String, Object>>of(
            Map.of("url", "http://hooks.example/in"),
            Map.of("url", "https://inside.example/"),
            Map.of("url", URL, "types", "email.opened"),
            Map.of("url", URL, "status", "paused"),
            Map.of("url", URL, "description", "a\nb"))) {
      deployment.refused(400, "invalid_field", () -> caller.post("/v1/webhooks", body));
    }
    deployment.refused(400, "missing_field", () -> caller.post("/v1/webhooks", Map.of()));
    deployment.refused(
        400, "unknown_field", () -> caller.post("/v1/webhooks", Map.of("url", URL, "secret", "x")));
    deployment.refused(
        404,
        "not_found",
        () -> caller.post("/v1/webhooks", Map.of("url", URL, "identities", "no@post.example")));
  }

  @Test
  void aTenantHasTwentyWebhooksAndNoMore() {
    for (int i = 0; i < 20; i++) {
      assertThat(caller.post("/v1/webhooks", Map.of("url", URL)).status()).isEqualTo(201);
    }
    deployment.refused(
        409, "too_many_webhooks", () -> caller.post("/v1/webhooks", Map.of("url", URL)));
    assertThat(
            caller
                .delete(
                    "/v1/webhooks/"
                        + caller.get("/v1/webhooks").body().at("/items/0/id").asString())
                .status())
        .isEqualTo(204);
    assertThat(caller.post("/v1/webhooks", Map.of("url", URL)).status()).isEqualTo(201);
  }

  @Test
  void anotherTenantsWebhookIsNotThere() {
    String path = "/v1/webhooks/" + made();
    Caller other = deployment.caller(Fixtures.tenant(), Scope.WEBHOOKS_WRITE);

    deployment.refused(404, "not_found", () -> other.get(path));
    deployment.refused(404, "not_found", () -> other.patch(path, Map.of("status", "paused")));
    deployment.refused(404, "not_found", () -> other.delete(path));
    deployment.refused(404, "not_found", () -> other.post(path + "/rotate"));
    deployment.refused(404, "not_found", () -> other.get(path + "/deliveries"));
    deployment.refused(404, "not_found", () -> caller.get("/v1/webhooks/whk_nonsense"));
    Caller weak = deployment.caller(tenant, Scope.EVENTS_READ);
    deployment.refused(403, "missing_scope", () -> weak.get(path));
  }

  @Test
  void aRotationShowsTheNewSecretAndTellsHowLongTheOldOneSigns() {
    Answer made = caller.post("/v1/webhooks", Map.of("url", URL));
    String path = "/v1/webhooks/" + made.text("id");

    Answer rotated = caller.post(path + "/rotate");

    assertThat(rotated.status()).as(rotated.content()).isEqualTo(201);
    assertThat(rotated.text("secret")).startsWith("whsec_").isNotEqualTo(made.text("secret"));
    assertThat(Instant.parse(rotated.text("oldSecretUntil")))
        .isEqualTo(deployment.clock().instant().plus(Duration.ofHours(24)));
    assertThat(caller.get(path).content()).doesNotContain("whsec_");
  }

  @Test
  void badRangesAreNamedAndUnknownDeliveriesAreNotThere() {
    String path = "/v1/webhooks/" + made();
    assertThat(caller.patch(path, Map.of("status", "paused")).text("pauseReason"))
        .isEqualTo("asked");

    deployment.refused(
        400,
        "missing_field",
        () -> caller.post(path + "/replay", Map.of("identity", "x@post.example")));
    deployment.refused(
        400,
        "invalid_field",
        () ->
            caller.post(
                path + "/replay", Map.of("identity", "x@post.example", "fromSeq", 5, "toSeq", 4)));
    deployment.refused(
        404,
        "not_found",
        () -> caller.post(path + "/deliveries/dlv_00112233445566778899aabbccddee00/replay"));
    assertThat(caller.get(path + "/deliveries").body().path("items")).isEmpty();
    deployment.refused(400, "invalid_field", () -> caller.get(path + "/deliveries?status=lost"));
  }
}
