package dev.posthouse.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.SdkFaults;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

class DeploymentTest {
  private final Deployment deployment = new Deployment().with(Echo::new);

  /// Tells what it was asked, and what its platform is.
  static final class Echo extends HttpFunction {
    Echo(Platform platform) {
      super(platform, SdkFaults::classify);
      var table =
          new Table(
              platform.client(DynamoDbClient.class, DynamoDbClient::create),
              Objects.requireNonNull(platform.settings().get("TABLE_NAME")),
              new Backoff(platform.random()));
      Tenants tenants = new DynamoTenants(table);
      var access = new Access(tenants, new Owners(new DynamoIdentities(table)), platform.clock());
      route(
          "POST /echo/{name}",
          request ->
              HttpResponse.json(
                  200,
                  Map.of(
                      "name", request.param("name"),
                      "query", request.query("q").orElse(""),
                      "body", request.json(Map.class),
                      "time", platform.clock().instant(),
                      "tenant", access.authenticate(request, Scope.MAIL_SEND).tenant().value())));
      route("GET /echo/page", request -> HttpResponse.html(200, "<p>"));
      route("DELETE /echo/page", request -> HttpResponse.noContent());
      route(
          "POST /echo/{name}/tenant",
          request -> {
            Tenant tenant = Fixtures.tenant();
            var secret = Fixtures.secret();
            tenants.create(tenant, Fixtures.key(tenant.id(), secret), secret);
            return HttpResponse.noContent();
          });
    }
  }

  @Test
  void aCallReachesTheFunctionWithItsPathQueryBodyAndKey() {
    Tenant tenant = Fixtures.tenant();
    deployment.clock().advance(Duration.ofHours(1));

    Answer answer =
        deployment.caller(tenant).post("/echo/a%40b?q=1%202", Map.of("to", "a@example.com"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("name")).isEqualTo("a@b");
    assertThat(answer.text("query")).isEqualTo("1 2");
    assertThat(answer.body().path("body").path("to").asString()).isEqualTo("a@example.com");
    assertThat(answer.text("time")).isEqualTo("2031-05-14T13:00:00.000Z");
    assertThat(answer.text("tenant")).isEqualTo(tenant.id().value());
    assertThat(deployment.logged()).contains("\"route\":\"POST /echo/{name}\"");
  }

  @Test
  void aCallerHasTheScopesItIsGivenAndOnlyThose() {
    Tenant tenant = Fixtures.tenant();

    assertThat(deployment.caller(tenant, Scope.MAIL_SEND).post("/echo/x", "{}").status())
        .isEqualTo(200);
    Caller reader = deployment.caller(tenant, Scope.MAIL_READ);
    deployment.refused(403, "missing_scope", () -> reader.post("/echo/x", "{}"));
  }

  @Test
  void answersNeedNotBeJson() {
    assertThat(deployment.nobody().get("/echo/page").content()).isEqualTo("<p>");
    assertThat(deployment.nobody().delete("/echo/page").body().isMissingNode()).isTrue();
  }

  @Test
  void aLostTransactionIsAppliedOnlyIfToldTo() {
    deployment.loseTransaction(2, true);
    assertThat(deployment.nobody().post("/echo/x/tenant").status()).isEqualTo(204);
    assertThat(deployment.nobody().post("/echo/x/tenant").status()).isEqualTo(503);
    assertThat(deployment.nobody().post("/echo/x/tenant").status()).isEqualTo(204);
    assertThat(deployment.contents()).hasSize(12);

    deployment.loseTransaction(1, false);
    deployment.refused(503, "contention", () -> deployment.nobody().post("/echo/x/tenant"));
  }

  @Test
  void aRefusalThatChangesSomethingFails() {
    assertThatThrownBy(() ->
            deployment.refused(
                404,
                "not_found",
                () -> {
                  deployment.nobody().post("/echo/x/tenant");
                  return deployment.nobody().get("/nowhere");
                }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("stored");
  }

  @Test
  void portsSeeTheSameTable() {
    Roster roster = Fixtures.pool(deployment.ports(), 10, 10);
    OutboundJob job = Fixtures.job(roster, 0, Fixtures.person());

    deployment.ports().outbox().commit(Fixtures.firstContacts(roster, job));

    assertThat(deployment.ports().jobs().find(job.id())).contains(job);
    assertThat(new Deployment().contents()).isEmpty();
  }

  @Test
  void theBucketKeepsObjects() {
    S3Client s3 = deployment.client(S3Client.class, S3Client::create);

    s3.putObject(put -> put.bucket(Deployment.BUCKET).key("k"), RequestBody.fromString("text"));

    assertThat(deployment.objects()).containsExactly(Deployment.BUCKET + "/k");
    assertThat(s3.getObjectAsBytes(get -> get.bucket(Deployment.BUCKET).key("k")).asUtf8String())
        .isEqualTo("text");
  }
}
