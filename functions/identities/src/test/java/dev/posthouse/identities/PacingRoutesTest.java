package dev.posthouse.identities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.pool.Pacing;
import dev.posthouse.domain.pool.WorkingHours;
import dev.posthouse.testbed.Answer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingRoutesTest {
  private final Api api = new Api("instant");

  @Test
  void anIdentityIsMadeWithItsPaceAndShowsIt() {
    String body =
        Api.body("dana", "starter")
            .replace(
                "}",
                ",\"pacing\":{\"timeZone\":\"Europe/Berlin\",\"workingHours\":"
                    + "{\"start\":\"09:00\",\"end\":\"17:30\"},\"weekdays\":[\"fri\",\"mon\"],"
                    + "\"dripMinGapSeconds\":90}}");

    Answer answer = api.create(body, Map.of("idempotency-key", "one"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(api.roster("dana").pacing())
        .isEqualTo(
            new Pacing(
                ZoneId.of("Europe/Berlin"),
                new WorkingHours(540, 1050),
                EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                Duration.ofSeconds(90)));
    assertThat(api.get(Api.DANA).body().path("pacing").toString())
        .isEqualTo(
            "{\"timeZone\":\"Europe/Berlin\",\"workingHours\":"
                + "{\"start\":\"09:00\",\"end\":\"17:30\"},\"weekdays\":[\"mon\",\"fri\"],"
                + "\"dripMinGapSeconds\":90}");
    assertThat(api.create(body, Map.of("idempotency-key", "one")).body()).isEqualTo(answer.body());
    api.refused(
        "POST",
        Api.IDENTITIES,
        api.key,
        Map.of("idempotency-key", "one"),
        body.replace("90", "91"),
        409,
        "idempotency_conflict");
  }

  @Test
  void whatAChangeLeavesOutStays() {
    api.create("dana", "starter");
    long revision = api.roster("dana").revision();

    patch("{\"timeZone\":\"Asia/Tokyo\"}");
    patch("{\"dripMinGapSeconds\":60}");
    patch("{\"workingHours\":{\"start\":\"08:15\",\"end\":\"24:00\"}}");
    patch("{\"weekdays\":[\"tue\"]}");
    api.patch(Api.DANA, "{\"displayName\":\"Eve\"}");
    patch("{}");

    assertThat(api.roster("dana").pacing())
        .isEqualTo(
            new Pacing(
                ZoneId.of("Asia/Tokyo"),
                new WorkingHours(495, 1440),
                Set.of(DayOfWeek.TUESDAY),
                Duration.ofSeconds(60)));
    assertThat(api.roster("dana").revision()).isEqualTo(revision + 5);
  }

  @Test
  void theOperatorsChangesToAPoolLeaveThePace() {
    api.create("dana", "starter");
    patch("{\"dripMinGapSeconds\":60}");
    String address = api.roster("dana").mailboxes().getFirst().address().toString();

    Answer answer = api.operator("PATCH", Api.DANA + "/pool/" + address, "{\"health\":50}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(api.roster("dana").pacing().dripMinGap()).isEqualTo(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"timeZone\":\"Mars/Base\"}|pacing.timeZone",
        "{\"timeZone\":\"+02:00\"}|pacing.timeZone",
        "{\"workingHours\":{\"start\":\"9\",\"end\":\"17:00\"}}|pacing.workingHours.start",
        "{\"workingHours\":{\"start\":\"09:00\",\"end\":\"24:30\"}}|pacing.workingHours.end",
        "{\"workingHours\":{\"start\":\"17:00\",\"end\":\"09:00\"}}|pacing.workingHours.end",
        "{\"weekdays\":[]}|pacing.weekdays",
        "{\"weekdays\":[\"monday\"]}|pacing.weekdays",
        "{\"weekdays\":[null]}|pacing.weekdays[0]",
        "{\"dripMinGapSeconds\":-1}|pacing.dripMinGapSeconds",
        "{\"dripMinGapSeconds\":3601}|pacing.dripMinGapSeconds",
        "{\"dripMinGapSeconds\":600,\"workingHours\":{\"start\":\"09:00\",\"end\":\"09:10\"}}"
            + "|pacing.dripMinGapSeconds",
      })
  void aPaceThatIsNoneIsRefusedByField(String pacing, String field) {
    api.create("dana", "starter");

    Answer answer =
        api.refused(
            "PATCH",
            Api.DANA,
            api.key,
            Map.of(),
            "{\"pacing\":" + pacing + "}",
            400,
            "invalid_field");

    assertThat(Api.field(answer)).isEqualTo(field);
  }

  private void patch(String pacing) {
    assertThat(api.patch(Api.DANA, "{\"pacing\":" + pacing + "}").status()).isEqualTo(200);
  }
}
