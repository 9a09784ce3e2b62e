package dev.posthouse.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPartsTest {
  @Test
  void aNameIsWrittenAsItsOwnerMight() {
    assertThat(first(12, "Dana Demo", "agent"))
        .containsExactly(
            "dana.demo",
            "dana",
            "d.demo",
            "danad",
            "dana.d",
            "demo.dana",
            "ddemo",
            "danademo",
            "dana-demo",
            "dana_demo",
            "dana.demo2",
            "dana2");
  }

  @ParameterizedTest
  @CsvSource({
    "Dana, dana",
    "Añejo Søn, anejo.son",
    "Sinéad O’Brien, sinead.obrien",
    "Łukasz Groß, lukasz.gross",
    "Ada of Post House, ada.house",
    "株式会社, agent",
    "📮, agent",
    "No Reply, no",
    "Post Master, post",
    "Admin, agent",
    "Security 24, s.24"
  })
  void theFirstCandidateOfAName(String name, String expected) {
    assertThat(first(1, name, "agent")).containsExactly(expected);
  }

  @Test
  void thereIsAlwaysAnotherCandidateAndItIsAnAddress() {
    for (String name :
        List.of("Dana Demo", "D", "Admin", "x".repeat(100) + " " + "y".repeat(100))) {
      List<String> candidates = first(300, name, "webmaster");
      assertThat(candidates).doesNotHaveDuplicates();
      candidates.forEach(local -> assertThat(new EmailAddress(local, "a.example")).isNotNull());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postmaster", "mailer-daemon", "No-Reply", "no.reply", "ADMIN"})
  void aReservedNameIsOneHoweverItIsWritten(String local) {
    assertThat(ReservedNames.isRole(new EmailAddress(local, "post.example"))).isTrue();
  }

  private static List<String> first(int count, String name, String handle) {
    LocalParts parts = LocalParts.of(name, Handle.parse(handle + "@post.example"));
    return IntStream.range(0, count).mapToObj(parts::candidate).toList();
  }
}
