package dev.posthouse.identities;

import dev.posthouse.domain.pool.Pacing;
import dev.posthouse.domain.pool.WorkingHours;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// When an identity's cold mail goes out, in a request. What is absent stays as it is.
///
/// @param timeZone a name of the tz database, such as `Europe/Berlin`
/// @param weekdays of `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`
/// @param dripMinGapSeconds least time between two cold messages; 0 sets none
record PacingRequest(
    @Nullable String timeZone,
    @Nullable Hours workingHours,
    @Nullable List<String> weekdays,
    @Nullable Integer dripMinGapSeconds) {
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  PacingRequest {
    // ZoneId.of takes offsets as well, which know nothing of summer time.
    if (timeZone != null && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
      throw Problem.invalidField("timeZone", "is a time zone such as Europe/Berlin or UTC")
          .asException();
    }
    if (weekdays != null && !(DAYS.containsAll(weekdays) && !weekdays.isEmpty())) {
      throw Problem.invalidField("weekdays", "has at least one of " + String.join(", ", DAYS))
          .asException();
    }
    long most = Pacing.GAP_MAX.toSeconds();
    if (dripMinGapSeconds != null && (dripMinGapSeconds < 0 || dripMinGapSeconds > most)) {
      throw Problem.invalidField("dripMinGapSeconds", "is a number from 0 to " + most)
          .asException();
    }
  }

  /// The hours of a working day, such as `09:00` to `17:30`.
  record Hours(@Nullable String start, @Nullable String end) {
    Hours {
      int from = minute("start", Json.required("start", start));
      if (minute("end", Json.required("end", end)) <= from) {
        throw Problem.invalidField("end", "is after the start, on the same day").asException();
      }
    }

    private static int minute(String field, String text) {
      return WorkingHours.minute(text)
          .orElseThrow(() ->
              Problem.invalidField(field, "is a time of the day such as 09:00").asException());
    }

    WorkingHours hours() {
      return new WorkingHours(
          minute("start", String.valueOf(start)), minute("end", String.valueOf(end)));
    }
  }

  /// The pacing that comes of it.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 if its parts do not go together
  Pacing over(Pacing before) {
    WorkingHours hours = workingHours == null ? before.hours() : workingHours.hours();
    Duration gap =
        dripMinGapSeconds == null ? before.dripMinGap() : Duration.ofSeconds(dripMinGapSeconds);
    if (Duration.ofMinutes(hours.endMinute() - (long) hours.startMinute()).compareTo(gap) <= 0) {
      throw Problem.invalidField(
              "pacing.dripMinGapSeconds", "is shorter than the working hours of a day")
          .asException();
    }
    return new Pacing(
        timeZone == null ? before.timeZone() : ZoneId.of(timeZone),
        hours,
        weekdays == null ? before.weekdays() : days(weekdays),
        gap);
  }

  private static Set<DayOfWeek> days(List<String> names) {
    var days = EnumSet.noneOf(DayOfWeek.class);
    names.forEach(name -> days.add(DayOfWeek.of(DAYS.indexOf(name) + 1)));
    return days;
  }

  /// A pacing as the API shows it.
  static PacingRequest of(Pacing pacing) {
    return new PacingRequest(
        pacing.timeZone().getId(),
        new Hours(pacing.hours().start(), pacing.hours().end()),
        pacing.weekdays().stream().sorted().map(day -> DAYS.get(day.getValue() - 1)).toList(),
        Math.toIntExact(pacing.dripMinGap().toSeconds()));
  }
}
