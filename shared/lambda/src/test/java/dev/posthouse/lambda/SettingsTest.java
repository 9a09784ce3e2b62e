package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsTest {
  private final Settings settings =
      Settings.of(new TestPlatform(Map.of("TABLE_NAME", " posthouse ", "EVENT_BUS_NAME", "  ")));

  @Test
  void aSettingIsReadWithoutTheSpaceAroundIt() {
    assertThat(settings.required("TABLE_NAME")).isEqualTo("posthouse");
  }

  @Test
  void aBlankSettingCountsAsNone() {
    assertThat(settings.optional("EVENT_BUS_NAME")).isEmpty();
    assertThat(settings.orElse("EVENT_BUS_NAME", "default")).isEqualTo("default");
  }

  @Test
  void aSettingThatCannotBeReadIsNamedWithWhatIsWrong() {
    var odd = new Settings(Map.of("SIGNUPS_PER_HOUR", "five", "SEND_LIMIT", " 5 "));

    assertThat(odd.optional("SEND_LIMIT", Integer::valueOf)).contains(5);
    assertThat(odd.optional("NOTHING", Integer::valueOf)).isEmpty();
    assertThatThrownBy(() -> odd.optional("SIGNUPS_PER_HOUR", Integer::valueOf))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("SIGNUPS_PER_HOUR", "five");
  }

  @Test
  void aMissingRequiredSettingIsAProblemThatNamesIt() {
    assertThatThrownBy(() -> settings.required("BUCKET_NAME"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ProblemCode.NOT_CONFIGURED);
              assertThat(refusal.problem().status()).isEqualTo(503);
              assertThat(refusal.problem().detail()).contains("BUCKET_NAME");
              assertThat(refusal.problem().fix()).contains("BUCKET_NAME");
            });
  }
}
