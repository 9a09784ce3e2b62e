package dev.posthouse.dynamodb;

import dev.posthouse.domain.sending.SendingDomains;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.SendingDomainsContract;

@OnEveryAws
record DynamoSendingDomainsTest(AwsEndpoint endpoint) implements SendingDomainsContract {
  @Override
  public SendingDomains domains() {
    return new DynamoSendingDomains(ContractTable.on(endpoint, "domains").table());
  }
}
