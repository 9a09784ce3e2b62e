package dev.posthouse.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.local.store.Faults.Fault;
import dev.posthouse.local.store.Faults.Kind;
import dev.posthouse.local.store.Faults.Target;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class FaultsTest {
  private final Faults faults = new Faults();

  private void set(String json) {
    faults.set(JsonMapper.shared().readTree(json));
  }

  private List<Boolean> draws(int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> faults.strikes(Target.SES, Kind.THROTTLE))
        .toList();
  }

  @Test
  void strikesSoOftenAndNoMore() {
    set("{\"target\":\"ses\",\"kind\":\"throttle\",\"count\":2}");

    assertThat(draws(4)).containsExactly(true, true, false, false);
    assertThat(faults.strikes(Target.DYNAMODB, Kind.THROTTLE)).isFalse();
    assertThat(faults.struck(Kind.THROTTLE)).isEqualTo(2);
  }

  @Test
  void strikesOneRouteOnlyIfTold() throws Exception {
    set("{\"target\":\"dynamodb\",\"kind\":\"throttle\",\"count\":1,\"at\":\"GET /v1/limits\"}");

    assertThat(strikesAt("POST /v1/keys")).isFalse();
    assertThat(faults.strikes(Target.DYNAMODB, Kind.THROTTLE)).isFalse();
    assertThat(strikesAt("GET /v1/limits")).isTrue();
    assertThat(strikesAt("GET /v1/limits")).isFalse();
  }

  private boolean strikesAt(String label) throws Exception {
    return MeterLabel.call(label, () -> faults.strikes(Target.DYNAMODB, Kind.THROTTLE));
  }

  @Test
  void strikesByRateAndFromASeed() {
    String json = "{\"target\":\"ses\",\"kind\":\"throttle\",\"rate\":0.25,\"seed\":7}";
    set(json);
    List<Boolean> first = draws(1000);
    set(json);

    assertThat(draws(1000)).isEqualTo(first);
    assertThat(first.stream().filter(struck -> struck).count()).isBetween(200L, 300L);
  }

  @Test
  void replacesOneOfItsKindAndKeepsTheOthers() {
    set("{\"target\":\"ses\",\"kind\":\"throttle\"}");
    set("{\"target\":\"dynamodb\",\"kind\":\"transaction conflict\"}");
    set("{\"target\":\"ses\",\"kind\":\"throttle\",\"rate\":0}");

    assertThat(draws(1)).containsExactly(false);
    assertThat(faults.strikes(Target.DYNAMODB, Kind.TRANSACTION_CONFLICT)).isTrue();
  }

  @Test
  void replacesAllByAList() {
    set("{\"target\":\"ses\",\"kind\":\"throttle\"}");
    set("[{\"target\":\"events\",\"kind\":\"drop\",\"count\":1}]");

    assertThat(faults.set()).containsExactly(Fault.times(Target.EVENTS, Kind.DROP, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "null"})
  void endsAllByNothing(String json) {
    set("{\"target\":\"ses\",\"kind\":\"throttle\"}");
    set(json);

    assertThat(draws(1)).containsExactly(false);
    assertThat(faults.set()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeoutAfter", "timeout_after", "timeout-after", "Timeout after"})
  void readsNamesInAnyForm(String kind) {
    set("{\"target\":\"SES\",\"kind\":\"" + kind + "\"}");

    assertThat(faults.strike(Target.SES, Kind.THROTTLE, Kind.TIMEOUT_AFTER))
        .contains(Kind.TIMEOUT_AFTER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"target\":\"ses\"}",
        "{\"target\":\"ses\",\"kind\":\"throttle\",\"at\":\"GET /v1/limits\"}",
        "{\"kind\":\"throttle\"}",
        "{\"target\":\"ses\",\"kind\":\"sabotage\"}",
        "{\"target\":\"ses\",\"kind\":\"throttle\",\"rate\":1.5}",
        "{\"target\":\"ses\",\"kind\":\"throttle\",\"count\":-1}",
        "{\"target\":\"ses\",\"kind\":\"throttle\",\"often\":1}"
      })
  void refusesWhatItDoesNotUnderstand(String json) {
    assertThatThrownBy(() -> set(json)).isInstanceOf(IllegalArgumentException.class);
  }
}
