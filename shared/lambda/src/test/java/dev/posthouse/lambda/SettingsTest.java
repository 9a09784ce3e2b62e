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
