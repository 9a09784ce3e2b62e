package dev.posthouse.testing;

import dev.posthouse.domain.tenant.RateLimits;

final class FakeRateLimitsTest implements RateLimitsContract {
  private final RateLimits rateLimits = new FakeRateLimits();

  @Override
  public RateLimits rateLimits() {
    return rateLimits;
  }
}
