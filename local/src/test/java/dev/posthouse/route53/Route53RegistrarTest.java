package dev.posthouse.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.sending.Registrar;
import dev.posthouse.domain.sending.Registrar.Offer;
import dev.posthouse.local.aws.LocalAws;
import dev.posthouse.local.aws.LocalAwsListener;
import dev.posthouse.local.aws.LocalAwsSettings;
import dev.posthouse.local.store.Faults;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.RegistrarContract;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53domains.Route53DomainsClient;

class Route53RegistrarTest implements RegistrarContract {
  static final String CONTACT =
      """
      {"FirstName": "Dana", "LastName": "Demo", "AddressLine1": "1 Post Road", "City": "Reno",
       "State": "NV", "CountryCode": "US", "ZipCode": "89501", "PhoneNumber": "+1.7755550100",
       "Email": "domains@example.com"}\
      """;

  private Instant now = Fixtures.NOW;
  private LocalAws aws;
  private Registrar registrar;

  @BeforeEach
  void start() throws IOException {
    aws =
        LocalAws.start(
            LocalAwsSettings.DEFAULT,
            () -> now,
            new Random(1),
            new Faults(),
            new LocalAwsListener() {});
    registrar =
        new Route53Registrar(
            aws.client(Route53DomainsClient.builder().httpClient(UrlConnectionHttpClient.create())),
            DomainContact.read(CONTACT));
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Override
  public Registrar registrar() {
    return registrar;
  }

  @Override
  public String tld() {
    return "com";
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void finish() {
    now = now.plus(Duration.ofMinutes(5));
  }

  @Test
  void aPriceIsThatOfTheTopLevelDomain() {
    assertThat(registrar.offer("acme.io"))
        .isEqualTo(new Offer.Available(new BigDecimal("71.0"), new BigDecimal("71.0")));
    assertThat(registrar.offer("acme.co.uk"))
        .isEqualTo(new Offer.Available(new BigDecimal("10.0"), new BigDecimal("10.0")));
  }

  @Test
  void aRegistrationMakesAZoneThatCanBeMarked() {
    registrar.register("acme.com");
    var zones =
        new Route53HostedZones(
            aws.client(Route53Client.builder().httpClient(UrlConnectionHttpClient.create())));
    var tenant = Fixtures.tenantId();

    assertThat(zones.find("acme.com", tenant)).isEmpty();
    assertThat(zones.mark("acme.com", tenant)).isTrue();
    assertThat(zones.find("mail.acme.com", tenant)).isPresent();
  }

  @Test
  void whoseContactIsIncompleteIsToldWhatIsMissingAndNothingElse() {
    assertThatThrownBy(() -> DomainContact.read("{\"FirstName\":\"Secret\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[LastName, AddressLine1")
        .hasMessageNotContaining("Secret");
    assertThatThrownBy(() -> DomainContact.read("Secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("Secret");
  }
}
