package dev.posthouse.domain.pool;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/// What a mailbox has behind it: its warmup, and its way through repair.
///
/// @param earned how far its warmup has come
/// @param slow how much of it has to be earned at half speed, after a repair
/// @param breached whether its last day was not clean: a breach costs once, not every day it lasts
/// @param idleDays days since it last sent
/// @param warmedOn the first UTC day that warmup has not counted yet; empty before the first count
/// @param offences how often it had to be pulled
/// @param since the day its state began; empty if that was never noted
/// @param outSince the day it was pulled, while it is on its way back
/// @param cause why it is, or was last, out of the rotation
/// @param replaces the ordinal of the mailbox whose place it took
/// @param fixedCap the cap the operator set; empty where the curve sets it
public record Course(
    EarnedDays earned,
    EarnedDays slow,
    boolean breached,
    int idleDays,
    Optional<LocalDate> warmedOn,
    int offences,
    Optional<LocalDate> since,
    Optional<LocalDate> outSince,
    Cause cause,
    OptionalInt replaces,
    OptionalInt fixedCap) {
  /// The course of a mailbox that begins at that stage.
  public static Course atStage(int stage) {
    return new Course(
        EarnedDays.atStage(stage),
        EarnedDays.NONE,
        false,
        0,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Cause.NONE,
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /// With other earned days.
  public Course withEarned(EarnedDays newEarned) {
    return new Course(
        newEarned, slow, breached, idleDays, warmedOn, offences, since, outSince, cause, replaces,
        fixedCap);
  }

  /// Counted up to a day, which is the next to count.
  public Course counted(LocalDate next) {
    return new Course(
        earned,
        slow,
        breached,
        idleDays,
        Optional.of(next),
        offences,
        since,
        outSince,
        cause,
        replaces,
        fixedCap);
  }

  /// With what one day has changed.
  Course after(EarnedDays newEarned, EarnedDays newSlow, boolean newBreached, int newIdleDays) {
    return new Course(
        newEarned,
        newSlow,
        newBreached,
        newIdleDays,
        warmedOn,
        offences,
        since,
        outSince,
        cause,
        replaces,
        fixedCap);
  }

  /// Pulled on that day, once more.
  Course pulled(LocalDate day, Cause why) {
    return new Course(
        earned,
        slow,
        breached,
        idleDays,
        warmedOn,
        offences + 1,
        Optional.of(day),
        outSince.or(() -> Optional.of(day)),
        why,
        replaces,
        fixedCap);
  }

  /// In another state from that day on, for the cause given.
  public Course entered(LocalDate day, Cause why) {
    return new Course(
        earned,
        slow,
        breached,
        idleDays,
        warmedOn,
        offences,
        Optional.of(day),
        outSince,
        why,
        replaces,
        fixedCap);
  }

  /// Back in the rotation from that day on, with so much to be earned at half speed.
  Course back(LocalDate day, EarnedDays atHalfSpeed) {
    return new Course(
        earned,
        atHalfSpeed,
        breached,
        idleDays,
        warmedOn,
        offences,
        Optional.of(day),
        Optional.empty(),
        Cause.NONE,
        replaces,
        fixedCap);
  }

  /// Back in the rotation by the operator's word: nothing is held against it.
  public Course restored(LocalDate day) {
    return new Course(
        earned,
        EarnedDays.NONE,
        breached,
        idleDays,
        warmedOn,
        0,
        Optional.of(day),
        Optional.empty(),
        Cause.NONE,
        replaces,
        fixedCap);
  }

  /// In the place of another mailbox.
  public Course replacing(int ordinal) {
    return new Course(
        earned,
        slow,
        breached,
        idleDays,
        warmedOn,
        offences,
        since,
        outSince,
        cause,
        OptionalInt.of(ordinal),
        fixedCap);
  }

  /// With a cap of the operator's, or none.
  public Course withFixedCap(OptionalInt cap) {
    return new Course(
        earned, slow, breached, idleDays, warmedOn, offences, since, outSince, cause, replaces,
        cap);
  }
}
