package dev.posthouse.dynamodb;

import dev.posthouse.domain.tenant.RateLimits;
import dev.posthouse.testing.RateLimitsContract;

class DynamoRateLimitsTest implements RateLimitsContract {
  @Override
  public RateLimits rateLimits() {
    return new DynamoRateLimits(EmbeddedTable.table());
  }
}
