package dev.posthouse.testing;

import dev.posthouse.domain.identity.Terms;

final class FakeTermsTest implements TermsContract {
  private final FakeStore store = new FakeStore();

  @Override
  public Ports ports() {
    return store.ports();
  }

  @Override
  public Terms terms() {
    return new FakeTerms(store);
  }
}
