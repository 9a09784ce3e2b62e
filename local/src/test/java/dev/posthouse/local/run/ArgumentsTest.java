package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  @Test
  void withoutFlagsTheDefaultsHold() throws Exception {
    assertThat(Arguments.parse(List.of())).isEqualTo(Arguments.DEFAULT);
    assertThat(Arguments.parse(List.of("--clock", "real", "--seed=demo")))
        .isEqualTo(Arguments.DEFAULT);
  }

  @Test
  void allFlagsAreRead() throws Exception {
    Arguments arguments =
        Arguments.parse(
            List.of(
                "--port",
                "0",
                "--data=dir",
                "--clock",
                "2026-03-01T09:00:00Z",
                "--ready-file",
                "ready.json",
                "--seed",
                "none",
                "--facilitator",
                "https://facilitator.example.com",
                "--pay-to=0x1111111111111111111111111111111111111111",
                "--node",
                "http://127.0.0.1:8545",
                "--parameter=TierPrices=growth=900",
                "--parameter",
                "Provisioning=manual",
                "--quiet"));

    assertThat(arguments)
        .isEqualTo(
            new Arguments(
                0,
                Optional.of(Path.of("dir")),
                Optional.of(Instant.parse("2026-03-01T09:00:00Z")),
                Optional.of(Path.of("ready.json")),
                false,
                Optional.of(URI.create("https://facilitator.example.com")),
                "0x1111111111111111111111111111111111111111",
                Optional.of(URI.create("http://127.0.0.1:8545")),
                Map.of("TierPrices", "growth=900", "Provisioning", "manual"),
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--prot 8080 | unknown flag: --prot",
        "8080 | unknown flag: 8080",
        "--port | --port needs a value",
        "--port --quiet | --port needs a value",
        "--data= | --data needs a value",
        "--port 80a | --port takes a number",
        "--port 65536 | --port takes a number",
        "--port -1 | --port takes a number",
        "--clock tomorrow | --clock takes real or a time",
        "--seed tree | --seed takes demo or none",
        "--facilitator ftp://example.com | --facilitator takes an http or https URL",
        "--node localhost:8545 | --node takes an http or https URL",
        "--parameter Provisioning | --parameter takes NAME=VALUE",
        "--pay-to somebody | --pay-to takes 0x and 40 hexadecimal digits",
      })
  void aFlagThatMakesNoSenseIsNamed(String flags, String message) {
    assertThatThrownBy(() -> Arguments.parse(List.of(flags.split(" "))))
        .isInstanceOf(Arguments.BadFlag.class)
        .hasMessageContaining(message);
  }
}
