package dev.posthouse.testing;

import dev.posthouse.domain.sending.Registrar;
import java.time.Instant;

final class FakeRegistrarTest implements RegistrarContract {
  private final FakeRegistrar registrar = new FakeRegistrar();

  @Override
  public Registrar registrar() {
    return registrar;
  }

  @Override
  public String tld() {
    return "example";
  }

  @Override
  public Instant now() {
    return Fixtures.NOW;
  }

  @Override
  public void finish() {
    registrar.finish();
  }
}
