package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class LogTest {
  private final TestPlatform platform = new TestPlatform(Map.of());

  @Test
  void aLineIsOneJsonObjectWithTimeLevelMessageAndFields() {
    platform.log().with("job", "job_1").with("credits", 3).info("accepted");

    assertThat(platform.logged())
        .isEqualTo(
            "{\"time\":\"2026-01-31T09:30:00.125Z\",\"level\":\"INFO\",\"message\":\"accepted\","
                + "\"job\":\"job_1\",\"credits\":3}\n");
  }

  @Test
  void anIdentityIsWrittenInClearAndLowerCase() {
    platform.log().identity("Anna@Example.COM").info("accepted");

    assertThat(line().get("identity").asString()).isEqualTo("anna@example.com");
  }

  @Test
  void addressesOfOthersAreMaskedUnlessTheOperatorWantsToSeeThem() {
    platform.log().address("recipient", "bob@example.com").info("sent");
    assertThat(line().get("recipient").asString()).isEqualTo("b***@example.com");
  }

  @Test
  void anOperatorMaySeeAddresses() {
    platform
        .log()
        .with("job", "job_1")
        .addressesInClear(true)
        .with("n", 1)
        .address("recipient", "bob@example.com")
        .info("sent");
    assertThat(line().get("recipient").asString()).isEqualTo("bob@example.com");
  }

  @Test
  void aFieldOfOneLogDoesNotReachAnother() {
    Log log = platform.log();
    Log unused = log.with("tenant", "tnt_1");
    log.info("plain");

    assertThat(unused).isNotSameAs(log);
    assertThat(line().has("tenant")).isFalse();
  }

  @Test
  void aNullFieldIsLeftOut() {
    platform.log().with("tenant", null).info("plain");

    assertThat(line().has("tenant")).isFalse();
  }

  @Test
  void textWithLineEndsAndHalfPairsStaysOneReadableLine() {
    platform.log().with("text", "a\r\nb \ud800 \u2028").info("plain");

    assertThat(platform.logged().strip().lines()).hasSize(1);
    assertThat(line().get("text").asString()).startsWith("a\r\nb");
  }

  @Test
  void anErrorTellsClassAndStack() {
    platform.log().error("broken", new IllegalStateException("why"));

    assertThat(line().get("level").asString()).isEqualTo("ERROR");
    assertThat(line().get("error").asString()).isEqualTo("java.lang.IllegalStateException");
    assertThat(line().get("stack").asString()).contains("why").contains("LogTest");
  }

  @Test
  void aLongStackIsCut() {
    platform.log().warn("broken", new IllegalStateException("x".repeat(Log.STACK_MAX + 1)));

    assertThat(line().get("stack").asString()).hasSize(Log.STACK_MAX);
  }

  @ParameterizedTest
  @CsvSource({
    "anna@example.com, a***@example.com",
    "a@example.com, a***@example.com",
    "a@b@example.com, a***@example.com",
    "@example.com, ***",
    "no-address, ***",
    "'', ***",
    "😀x@example.com, 😀***@example.com",
  })
  void aRecipientIsMasked(String address, String masked) {
    assertThat(Log.masked(address)).isEqualTo(masked);
  }

  private JsonNode line() {
    return Json.mapper().readTree(platform.logged());
  }
}
