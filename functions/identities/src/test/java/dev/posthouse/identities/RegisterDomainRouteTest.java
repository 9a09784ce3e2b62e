package dev.posthouse.identities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.testbed.Answer;
import dev.posthouse.testing.Race;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameResponse;
import software.amazon.awssdk.services.route53domains.Route53DomainsClient;

class RegisterDomainRouteTest {
  private static final String DOMAINS = Api.DANA + "/domains";
  private static final String CONTACT =
      """
      {"FirstName": "Dana", "LastName": "Demo", "AddressLine1": "1 Post Road", "City": "Reno",
       "CountryCode": "US", "ZipCode": "89501", "PhoneNumber": "+1.7755550100",
       "Email": "domains@example.com"}\
      """;

  private final FakeRoute53Domains route53 = new FakeRoute53Domains();

  /// An account without zones.
  private static final class NoZones implements Route53Client {
    @Override
    public ListHostedZonesByNameResponse listHostedZonesByName(
        ListHostedZonesByNameRequest request) {
      return ListHostedZonesByNameResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "route53";
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void aDomainIsRegisteredOnceHoweverOftenItIsAskedFor() {
    Api api = api("register", CONTACT);

    Answer begun = register(api, "Acme-Mail.com");
    assertThat(begun.status()).isEqualTo(201);
    assertThat(begun.text("domain")).isEqualTo("acme-mail.com");
    assertThat(begun.body().at("/registration/state").asString()).isEqualTo("submitted");
    assertThat(begun.body().at("/registration/operation").asString()).isEqualTo("op-1");
    assertThat(begun.body().at("/registration/priceUsd").asDouble()).isEqualTo(15);
    assertThat(route53.orders)
        .singleElement()
        .satisfies(order -> {
          assertThat(order.durationInYears()).isEqualTo(1);
          assertThat(order.autoRenew()).isFalse();
          assertThat(order.privacyProtectRegistrantContact()).isTrue();
          assertThat(order.registrantContact().email()).isEqualTo("domains@example.com");
        });

    Answer again = register(api, "acme-mail.com");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().at("/registration/state").asString()).isEqualTo("registered");
    assertThat(route53.orders).hasSize(1);
    assertThat(route53.renewed).containsExactly("acme-mail.com");
    assertThat(api.get(DOMAINS).body().at("/items/0/registration/state").asString())
        .isEqualTo("registered");
  }

  @Test
  void anAnswerThatIsLostIsFoundOutByTheNextWhoLooks() {
    Api api = api("register", CONTACT);
    route53.losing = true;

    Answer lost = register(api, "acme-mail.com");
    assertThat(lost.status()).isEqualTo(201);
    assertThat(lost.body().at("/registration/state").asString()).isEqualTo("asked");
    route53.losing = false;
    String verify = DOMAINS + "/acme-mail.com/verify";
    Answer found = api.call("POST", verify, api.key, Map.of(), null);
    assertThat(found.body().at("/registration/operation").asString()).isEqualTo("op-1");
    assertThat(route53.orders).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"taken.com, 409, domain_unavailable", "acme.io, 422, domain_too_expensive"})
  void whatIsNotToBeHadOrCostsTooMuchIsNotAskedFor(String name, int status, String code) {
    Api api = api("register", CONTACT);

    Answer answer = refused(api, name, status, code);
    assertThat(answer.text("detail")).contains(name);
    assertThat(route53.orders).isEmpty();
  }

  @Test
  void whatItWouldCostIsSaid() {
    Answer answer = refused(api("register", CONTACT), "acme.io", 422, "domain_too_expensive");

    assertThat(answer.text("detail"))
        .isEqualTo("A year of acme.io costs $71.00; this deployment pays up to $20.00.");
  }

  @Test
  void ofManyAtOnceAsManyAreRegisteredAsMayBe() {
    Api api = api("register", CONTACT);

    List<Integer> statuses =
        Race.run(20, number -> () -> register(api, "acme-" + number + ".com").status());

    assertThat(statuses).filteredOn(status -> status == 201).hasSize(3);
    assertThat(statuses).filteredOn(status -> status == 409).hasSize(17);
    assertThat(route53.orders).hasSize(3);
    refused(api, "acme-mail.com", 409, "too_many_domains");
  }

  @Test
  void whereTheOperatorDoesNotAllowItItIsSaid() {
    refused(api("off", ""), "acme-mail.com", 503, "not_configured");
    refused(api("records", CONTACT), "acme-mail.com", 503, "not_configured");
    Answer noContact = refused(api("register", "{}"), "acme-mail.com", 503, "not_configured");
    assertThat(noContact.text("detail")).contains("lacks [FirstName, LastName");
  }

  @Test
  void aRegistrarThatDoesNotAnswerIsAskedLater() {
    Api api = api("register", CONTACT);
    route53.available = false;

    refused(api, "acme-mail.com", 503, "unavailable");
  }

  @Test
  void whatADeletedIdentityLeavesIsRenewedNoMore() {
    Api api = api("register", CONTACT);
    register(api, "acme-mail.com");
    register(api, "acme-mail.com");
    assertThat(route53.renewed).isNotEmpty();
    route53.available = false;
    Answer failed = api.call("DELETE", Api.DANA, api.key, Map.of(), null);
    assertThat(failed.status()).isEqualTo(503);
    assertThat(api.get(Api.DANA).text("state")).isEqualTo("deleted");

    route53.available = true;
    Answer deleted = api.call("DELETE", Api.DANA, api.key, Map.of(), null);
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.text("domains")).contains("is not renewed");
    assertThat(route53.renewed).isEmpty();
    assertThat(api.get(DOMAINS).body().at("/items/0/registration/state").asString())
        .isEqualTo("expiring");
    refused(api, "acme-two.com", 409, "identity_inactive");
    assertThat(route53.orders).hasSize(1);
  }

  private Api api(String mode, String contact) {
    Api api =
        new Api(
            "manual",
            deployment ->
                deployment
                    .setting("MANAGED_DOMAINS", mode)
                    .setting("DOMAIN_PRICE_MAX", "20")
                    .setting("DOMAINS_PER_TENANT_MAX", "3")
                    .setting("DOMAIN_CONTACT", contact)
                    .provide(Route53DomainsClient.class, route53)
                    .provide(Route53Client.class, new NoZones()));
    String request =
        "{\"handle\":\"dana@post.example\",\"displayName\":\"Dana\",\"tier\":\"starter\","
            + "\"domains\":[\"one.example\",\"two.example\"]}";
    assertThat(api.create(request, Map.of()).status()).isEqualTo(201);
    return api;
  }

  private static Answer register(Api api, String domain) {
    return api.call("POST", DOMAINS, api.key, Map.of(), body(domain));
  }

  private static Answer refused(Api api, String domain, int status, String code) {
    return api.refused("POST", DOMAINS, api.key, Map.of(), body(domain), status, code);
  }

  private static String body(String domain) {
    return "{\"domain\":\"%s\",\"register\":true}".formatted(domain);
  }
}
