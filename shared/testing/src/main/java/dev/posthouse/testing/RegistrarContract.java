package dev.posthouse.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.sending.Registrar;
import dev.posthouse.domain.sending.Registrar.Answer;
import dev.posthouse.domain.sending.Registrar.Offer;
import dev.posthouse.domain.sending.Registrar.Outcome;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every [Registrar] promises: a name is bought once, and what was bought is found again.
public interface RegistrarContract {
  Registrar registrar();

  /// A top-level domain it has.
  String tld();

  /// The time by its clock.
  Instant now();

  /// Lets all that is under way come to its end.
  void finish();

  @Test
  default void aNameThatIsFreeHasAPriceAndOthersHaveNone() {
    assertThat(registrar().offer("free." + tld()))
        .isInstanceOfSatisfying(
            Offer.Available.class, offer -> assertThat(offer.mostUsd()).isPositive());
    assertThat(registrar().offer("taken." + tld())).isEqualTo(new Offer.Unavailable());
    assertThat(registrar().offer("free.nobody-has-this")).isEqualTo(new Offer.Unavailable());
    assertThat(registrar().offer("below.free." + tld())).isEqualTo(new Offer.Unavailable());
  }

  @Test
  default void whatIsBoughtIsFoundAgainAndNotSoldTwice() {
    String name = "bought." + tld();
    Instant before = now();
    assertThat(registrar().find(name, before)).isEmpty();
    String operation = operation(registrar().register(name));

    assertThat(registrar().find(name, before)).contains(operation);
    assertThat(registrar().progress(operation).outcome()).isEqualTo(Outcome.PENDING);
    assertThat(boughtAgain(name)).isEmpty();
    finish();
    assertThat(registrar().progress(operation).outcome()).isEqualTo(Outcome.DONE);
    assertThat(registrar().find(name, before)).contains(operation);
    assertThat(registrar().offer(name)).isEqualTo(new Offer.Unavailable());
    assertThat(boughtAgain(name)).isEmpty();
    registrar().renew(name, true);
    registrar().renew(name, true);
    registrar().renew(name, false);
  }

  @Test
  default void whatFailsIsSaidWithWordsAndCanBeTriedAgain() {
    String name = "unlucky." + tld();
    Instant before = now();
    String operation = operation(registrar().register(name));
    finish();

    assertThat(registrar().progress(operation).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(registrar().progress(operation).message()).isNotBlank();
    assertThat(registrar().find(name, before)).isEmpty();
    assertThat(operation(registrar().register(name))).isNotEqualTo(operation);
  }

  @Test
  default void whatNobodyHasIsNotRenewed() {
    assertThatThrownBy(() -> registrar().renew("nobodys." + tld(), true))
        .isInstanceOf(Registrar.UnreachableException.class);
  }

  private Optional<Answer> boughtAgain(String name) {
    try {
      Answer answer = registrar().register(name);
      return answer instanceof Answer.Submitted ? Optional.of(answer) : Optional.empty();
    } catch (Registrar.UnreachableException e) {
      return Optional.empty();
    }
  }

  private static String operation(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Submitted.class);
    return ((Answer.Submitted) answer).operation();
  }
}
