package dev.posthouse.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.sending.DnsRecord;
import dev.posthouse.domain.sending.HostedZones;
import dev.posthouse.domain.sending.HostedZones.Change;
import dev.posthouse.domain.sending.RecordSet;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.local.aws.LocalAws;
import dev.posthouse.local.aws.LocalAwsListener;
import dev.posthouse.local.aws.LocalAwsSettings;
import dev.posthouse.local.store.Faults;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.AwsEndpoint.Kind;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.HostedZonesContract;
import dev.posthouse.testing.OnEveryAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Tag;
import software.amazon.awssdk.services.route53.model.TagResourceType;

@OnEveryAws
record Route53HostedZonesTest(AwsEndpoint endpoint) implements HostedZonesContract {
  private static final class Local {
    private static final LocalAws AWS = start();

    private static LocalAws start() {
      try {
        return LocalAws.start(
            LocalAwsSettings.DEFAULT,
            InstantSource.system(),
            new Random(1),
            new Faults(),
            new LocalAwsListener() {});
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public HostedZones zones() {
    return new Route53HostedZones(route53());
  }

  @Override
  public String domain(String label) {
    return AwsEndpoint.fresh(label) + ".example";
  }

  @Override
  public void make(String name, @Nullable TenantId tenant) {
    String id = create(name, false);
    if (tenant != null) {
      tag(id, tenant);
    }
  }

  @Override
  public void assumeChangesAreCompared() {
    endpoint.assumeNot(Kind.MOTO, "it deletes a set whatever values are named");
  }

  @Test
  void ofZonesOfOneNameTheTaggedOneIsMeantAndNeverAPrivateOne() {
    TenantId tenant = Fixtures.tenantId();
    String name = domain("twice");
    tag(create(name, true), tenant);
    create(name, false);
    assertThat(zones().find(name, tenant)).isEmpty();

    String third = create(name, false);
    tag(third, tenant);
    assertThat(zones().find(name, tenant)).contains(third);
  }

  @Test
  void aZoneOfManyRecordsIsReadWhole() {
    String name = domain("large");
    TenantId tenant = Fixtures.tenantId();
    make(name, tenant);
    String zone = zones().find(name, tenant).orElseThrow();
    List<Change> changes = new ArrayList<>();
    for (int number = 0; number < 310; number++) {
      changes.add(new Change(Optional.empty(), text("t" + number + "." + name, "\"x\"")));
    }
    assertThat(zones().change(zone, changes)).isTrue();

    assertThat(zones().read(zone, name)).hasSize(310 + 2);
    assertThat(zones().read(zone, "t7." + name)).containsExactly(text("t7." + name, "\"x\""));
  }

  @Test
  void whatIsInAPublicZoneIsInTheDns() {
    endpoint.assumeNot(Kind.MOTO, "it answers no DNS");
    endpoint.assumeNot(Kind.LOCALSTACK, "its DNS is for itself");
    String name = domain("public");
    TenantId tenant = Fixtures.tenantId();
    make(name, tenant);
    String zone = zones().find(name, tenant).orElseThrow();
    zones().change(zone, List.of(new Change(Optional.empty(), text(name, "\"a b\" \"c\""))));

    assertThat(Local.AWS.zone().lookUp(DnsRecord.Type.TXT, name)).containsExactly("a bc");
  }

  @Test
  void whatRoute53DoesNotTakeIsSaidWithItsWords() {
    assertThatThrownBy(() -> zones().read("ZNOSUCHZONE", "one.example"))
        .isInstanceOf(HostedZones.UnavailableException.class)
        .hasMessageContaining("ZNOSUCHZONE");
  }

  private static RecordSet text(String name, String value) {
    return new RecordSet("TXT", name, 300, List.of(value), true);
  }

  private String create(String name, boolean isPrivate) {
    String id =
        route53()
            .createHostedZone(create -> {
              create.name(name).callerReference(AwsEndpoint.fresh("zone"));
              if (isPrivate) {
                create
                    .hostedZoneConfig(config -> config.privateZone(true))
                    .vpc(vpc -> vpc.vpcId("vpc-0123456789abcdef0").vpcRegion("us-east-1"));
              }
            })
            .hostedZone()
            .id();
    return id.substring(id.lastIndexOf('/') + 1);
  }

  private void tag(String id, TenantId tenant) {
    route53()
        .changeTagsForResource(change ->
            change
                .resourceType(TagResourceType.HOSTEDZONE)
                .resourceId(id)
                .addTags(Tag.builder().key(Route53HostedZones.TAG).value(tenant.value()).build()));
  }

  private Route53Client route53() {
    var builder = Route53Client.builder().httpClient(UrlConnectionHttpClient.create());
    return endpoint.isEmbedded() ? Local.AWS.client(builder) : endpoint.client(builder);
  }
}
