package dev.posthouse.identities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.testbed.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sesv2.model.DkimSigningKeyLength;
import tools.jackson.databind.JsonNode;

class DomainRoutesTest {
  private static final String DOMAINS = Api.DANA + "/domains";
  private static final String VERIFY = DOMAINS + "/one.example/verify";

  private final Api api = new Api("manual");

  @Test
  void aDomainThatIsAddedComesWithTheRecordsToPaste() {
    create();

    Answer answer = add("One.Example");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("domain")).isEqualTo("one.example");
    assertThat(answer.text("state")).isEqualTo("pending");
    assertThat(answer.body().path("records").size()).isEqualTo(8);
    JsonNode dkim = answer.body().path("records").path(1);
    assertThat(dkim.path("type").asString()).isEqualTo("CNAME");
    assertThat(dkim.path("name").asString()).isEqualTo("t1._domainkey.one.example");
    assertThat(dkim.path("outcome").asString()).isEqualTo("failed");
    assertThat(dkim.path("fix").asString()).contains("t1.dkim.amazonses.com");
    assertThat(api.ses.created("one.example").dkimSigningAttributes().nextSigningKeyLength())
        .isEqualTo(DkimSigningKeyLength.RSA_2048_BIT);
    assertThat(api.ses.mailFrom("one.example")).isEqualTo("bounce.one.example");
    assertThat(api.get(DOMAINS).body().path("items").size()).isEqualTo(1);
  }

  @Test
  void aDomainIsProvenOnceAllItsRecordsAreThere() {
    create();
    JsonNode records = add("one.example").body().path("records");
    for (int i = 0; i < records.size() - 1; i++) {
      publish(records.path(i));
    }
    Answer almost = verify();
    assertThat(almost.text("state")).isEqualTo("pending");
    assertThat(almost.body().path("records").path(0).path("outcome").asString())
        .isEqualTo("passed");

    publish(records.path(records.size() - 1));
    Answer proven = verify();

    assertThat(proven.status()).isEqualTo(200);
    assertThat(proven.text("state")).isEqualTo("verified");
    api.zone.clear();
    assertThat(verify().text("state")).isEqualTo("failed");
  }

  @Test
  void addingADomainAgainChangesNothing() {
    create();
    add("one.example");

    assertThat(add("one.example").status()).isEqualTo(200);
    assertThat(api.get(DOMAINS).body().path("items").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', missing_field, domain",
    "'{\"domain\":\"no domain\"}', invalid_field, domain",
    "'{\"domain\":\"post.example\"}', invalid_field, domain",
    "'{\"domain\":\"a.post.example\"}', invalid_field, domain"
  })
  void aDomainThatIsNoneIsRefused(String body, String code, String field) {
    create();

    Answer answer = api.refused("POST", DOMAINS, api.key, Map.of(), body, 400, code);

    assertThat(Api.field(answer)).isEqualTo(field);
  }

  @Test
  void anotherTenantsDomainsAreNotThere() {
    create();
    add("one.example");
    String other = api.keyOfAnotherTenant();

    api.refused("GET", DOMAINS, other, Map.of(), null, 404, "not_found");
    api.refused("POST", VERIFY, other, Map.of(), null, 404, "not_found");
    api.refused(
        "POST", DOMAINS + "/three.example/verify", api.key, Map.of(), null, 404, "not_found");
  }

  @Test
  void anotherTierHoldsAtOnceAndItsForecastIsTold() {
    create();

    Answer answer = api.patch(Api.DANA, "{\"tier\":\"growth\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("tier")).isEqualTo("growth");
    assertThat(answer.body().path("dailyCap").asInt()).isEqualTo(300);
    assertThat(api.roster("dana").dailyCap()).isEqualTo(300);
    assertThat(answer.body().path("capacityForecast").size()).isEqualTo(30);
    assertThat(
            Api.field(
                api.refused(
                    "PATCH",
                    Api.DANA,
                    api.key,
                    Map.of(),
                    "{\"tier\":\"huge\"}",
                    400,
                    "invalid_field")))
        .isEqualTo("tier");
  }

  @Test
  void aDeletedIdentitySendsNothingMoreAndKeepsItsHandle() {
    create();

    Answer answer = api.call("DELETE", Api.DANA, api.key, Map.of(), null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("identity").path("state").asString()).isEqualTo("deleted");
    assertThat(answer.text("queuedMail")).contains("email.send_failed_permanently");
    assertThat(api.call("DELETE", Api.DANA, api.key, Map.of(), null).body())
        .isEqualTo(answer.body());
    assertThat(api.get(Api.DANA).text("state")).isEqualTo("deleted");
    assertThat(api.get(Api.DANA).text("lifecycle")).isEqualTo("retired");
    for (String change : List.of("\"paused\":false", "\"displayName\":\"Eve\"", "\"pacing\":{}")) {
      api.refused(
          "PATCH", Api.DANA, api.key, Map.of(), "{" + change + "}", 409, "identity_inactive");
    }
    api.refused("POST", Api.IDENTITIES, api.key, Map.of(), request(), 409, "handle_taken");
  }

  @Test
  void usageHasNoGaps() {
    create();

    for (String window : List.of("24h", "30d")) {
      Answer answer = api.get(Api.DANA + "/usage?window=" + window);
      assertThat(answer.status()).isEqualTo(200);
      JsonNode buckets = answer.body().path("buckets");
      assertThat(buckets.size()).isEqualTo(window.equals("24h") ? 24 : 30);
      for (int i = 1; i < buckets.size(); i++) {
        assertThat(buckets.path(i).path("from").asString())
            .isEqualTo(buckets.path(i - 1).path("to").asString());
      }
    }
    api.refused(
        "GET", Api.DANA + "/usage?window=1y", api.key, Map.of(), null, 400, "invalid_field");
  }

  private static String request() {
    return "{\"handle\":\"dana@post.example\",\"displayName\":\"Dana\",\"tier\":\"starter\","
        + "\"domains\":[\"one.example\",\"two.example\"]}";
  }

  private void create() {
    assertThat(api.create(request(), Map.of()).status()).isEqualTo(201);
  }

  private Answer add(String domain) {
    return api.call("POST", DOMAINS, api.key, Map.of(), "{\"domain\":\"%s\"}".formatted(domain));
  }

  private Answer verify() {
    return api.call("POST", VERIFY, api.key, Map.of(), null);
  }

  private void publish(JsonNode record) {
    api.zone.put(
        record.path("type").asString() + " " + record.path("name").asString(),
        List.of(record.path("value").asString()));
  }
}
