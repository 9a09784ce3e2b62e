package dev.posthouse.testing;

import dev.posthouse.domain.sending.HostedZones;
import dev.posthouse.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;

final class FakeHostedZonesTest implements HostedZonesContract {
  private final FakeHostedZones zones = new FakeHostedZones();

  @Override
  public HostedZones zones() {
    return zones;
  }

  @Override
  public String domain(String label) {
    return label + ".example";
  }

  @Override
  public void make(String name, @Nullable TenantId tenant) {
    zones.make(name, tenant);
  }
}
