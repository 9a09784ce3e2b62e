package dev.posthouse.dynamodb;

import dev.posthouse.domain.identity.Terms;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.TermsContract;

@OnEveryAws
record DynamoTermsTest(AwsEndpoint endpoint) implements TermsContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "terms").ports();
  }

  @Override
  public Terms terms() {
    return new DynamoTerms(ContractTable.on(endpoint, "terms").table());
  }
}
