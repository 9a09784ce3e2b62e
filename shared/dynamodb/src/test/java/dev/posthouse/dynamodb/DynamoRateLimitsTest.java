package dev.posthouse.dynamodb;

import dev.posthouse.domain.tenant.RateLimits;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.RateLimitsContract;

@OnEveryAws
record DynamoRateLimitsTest(AwsEndpoint endpoint) implements RateLimitsContract {
  @Override
  public RateLimits rateLimits() {
    return new DynamoRateLimits(ContractTable.on(endpoint, "rate-limits").table());
  }
}
