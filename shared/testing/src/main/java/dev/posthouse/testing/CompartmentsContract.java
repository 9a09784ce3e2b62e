package dev.posthouse.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.sending.Compartments;
import dev.posthouse.domain.sending.Compartments.Objection;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [Compartments] does.
public interface CompartmentsContract {
  /// One in which nobody has a compartment.
  Compartments compartments();

  /// A domain that the provider knows.
  String known(String label);

  /// Has the provider object to an identity's compartment, or to it no more.
  void objectTo(IdentityId identity, Objection objection);

  /// An identity; the name is a hexadecimal digit.
  private static IdentityId identity(String name) {
    return new IdentityId("idn_0123456789abcde" + name);
  }

  @Test
  default void mailOfKnownDomainsMayGoThrough() {
    Compartments compartments = compartments();
    String one = known("one");

    assertThat(compartments.prepare(identity("a"), Set.of(one, "unknown.invalid")))
        .containsExactly(one);
  }

  @Test
  default void askingAgainChangesNothingAndMoreDomainsComeOnTop() {
    Compartments compartments = compartments();
    String one = known("one");
    String two = known("two");

    assertThat(compartments.prepare(identity("a"), Set.of(one))).containsExactly(one);
    assertThat(compartments.prepare(identity("a"), Set.of(one))).containsExactly(one);
    assertThat(compartments.prepare(identity("a"), Set.of(one, two)))
        .containsExactlyInAnyOrder(one, two);
  }

  @Test
  default void whatIsRemovedCanBeMadeAnewAndRemovedTwice() {
    Compartments compartments = compartments();
    String one = known("one");
    compartments.prepare(identity("a"), Set.of(one));
    compartments.remove(identity("a"));
    compartments.remove(identity("a"));

    assertThat(compartments.prepare(identity("a"), Set.of(one))).containsExactly(one);
  }

  @Test
  default void objectionsNameThoseInTroubleAndNobodyElse() {
    Compartments compartments = compartments();
    for (String name : new String[] {"a", "b", "c", "d"}) {
      compartments.prepare(identity(name), Set.of());
    }
    objectTo(identity("a"), new Objection(Finding.LOW, false));
    objectTo(identity("b"), new Objection(Finding.HIGH, true));
    objectTo(identity("c"), new Objection(Finding.NONE, true));

    assertThat(compartments.objections())
        .containsOnlyKeys(identity("a"), identity("b"), identity("c"))
        .containsEntry(identity("a"), new Objection(Finding.LOW, false))
        .containsEntry(identity("b"), new Objection(Finding.HIGH, true))
        .containsEntry(identity("c"), new Objection(Finding.NONE, true));

    objectTo(identity("b"), Objection.NONE);
    assertThat(compartments.objections()).containsOnlyKeys(identity("a"), identity("c"));
  }
}
