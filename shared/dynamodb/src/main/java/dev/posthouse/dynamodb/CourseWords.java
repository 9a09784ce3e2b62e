package dev.posthouse.dynamodb;

import dev.posthouse.domain.pool.Cause;
import dev.posthouse.domain.pool.Course;
import dev.posthouse.domain.pool.EarnedDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// A mailbox's course as words of a roster's line, a letter and a value each: what is as with a
/// mailbox that has just begun is left out, so most lines have two. Days are counted from 1970.
///
/// `e` earned and `s` slow millionths of a day, `b` breached, `i` idle days, `w` warmed on, `o`
/// offences, `t` in its state since, `u` out since, `c` cause, `r` ordinal it replaces, `f` fixed
/// cap.
final class CourseWords {
  private static final String SET = "1";

  private CourseWords() {}

  static String write(Course course, int stage) {
    Course begun = Course.atStage(stage);
    List<String> words = new ArrayList<>();
    if (!course.earned().equals(begun.earned())) {
      words.add("e" + course.earned().millionths());
    }
    add(words, 's', course.slow().millionths());
    add(words, 'b', course.breached() ? 1 : 0);
    add(words, 'i', course.idleDays());
    add(words, 'w', course.warmedOn());
    add(words, 'o', course.offences());
    add(words, 't', course.since());
    add(words, 'u', course.outSince());
    if (course.cause() != Cause.NONE) {
      words.add("c" + Item.wire(course.cause()));
    }
    course.replaces().ifPresent(ordinal -> words.add("r" + ordinal));
    course.fixedCap().ifPresent(cap -> words.add("f" + cap));
    return String.join(" ", words);
  }

  private static void add(List<String> words, char name, long value) {
    if (value != 0) {
      words.add(name + Long.toString(value));
    }
  }

  private static void add(List<String> words, char name, Optional<LocalDate> day) {
    day.ifPresent(at -> words.add(name + Long.toString(at.toEpochDay())));
  }

  static Course read(List<String> words, int stage) {
    return new Course(
        value(words, 'e').map(CourseWords::days).orElseGet(() -> EarnedDays.atStage(stage)),
        value(words, 's').map(CourseWords::days).orElse(EarnedDays.NONE),
        value(words, 'b').map(SET::equals).orElse(false),
        value(words, 'i').map(Integer::valueOf).orElse(0),
        value(words, 'w').map(CourseWords::day),
        value(words, 'o').map(Integer::valueOf).orElse(0),
        value(words, 't').map(CourseWords::day),
        value(words, 'u').map(CourseWords::day),
        value(words, 'c')
            .map(cause -> Cause.valueOf(cause.toUpperCase(Locale.ROOT)))
            .orElse(Cause.NONE),
        number(words, 'r'),
        number(words, 'f'));
  }

  private static EarnedDays days(String millionths) {
    return new EarnedDays(Long.parseLong(millionths));
  }

  private static LocalDate day(String days) {
    return LocalDate.ofEpochDay(Long.parseLong(days));
  }

  private static OptionalInt number(List<String> words, char name) {
    return value(words, name)
        .map(value -> OptionalInt.of(Integer.parseInt(value)))
        .orElse(OptionalInt.empty());
  }

  private static Optional<String> value(List<String> words, char name) {
    return words.stream()
        .filter(word -> word.charAt(0) == name)
        .map(word -> word.substring(1))
        .findFirst();
  }
}
