package dev.posthouse.testing;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.sending.Compartments;
import dev.posthouse.domain.sending.Compartments.Objection;

final class FakeCompartmentsTest implements CompartmentsContract {
  private final FakeCompartments compartments = new FakeCompartments();

  FakeCompartmentsTest() {
    compartments.know("unknown.invalid", false);
  }

  @Override
  public Compartments compartments() {
    return compartments;
  }

  @Override
  public String known(String label) {
    return label + ".example";
  }

  @Override
  public void objectTo(IdentityId identity, Objection objection) {
    compartments.objectTo(identity, objection);
  }
}
