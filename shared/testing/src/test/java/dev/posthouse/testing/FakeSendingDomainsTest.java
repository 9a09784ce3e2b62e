package dev.posthouse.testing;

import dev.posthouse.domain.sending.SendingDomains;

final class FakeSendingDomainsTest implements SendingDomainsContract {
  private final FakeSendingDomains domains = new FakeSendingDomains();

  @Override
  public SendingDomains domains() {
    return domains;
  }
}
