package dev.posthouse.domain.pool;

import dev.posthouse.domain.EmailAddress;

/// A mailbox of a pool, as the picker sees it.
///
/// @param ordinal its number in the pool, never given to another
/// @param stage progress of its warmup, 0 to 100
/// @param health 0 to 100; below [#HEALTH_MIN] it is not picked
/// @param dailyCap most messages it sends per UTC day at this stage
/// @param course how it came here; the stage follows from what it has earned
public record Mailbox(
    int ordinal,
    EmailAddress address,
    MailboxState state,
    int stage,
    int health,
    int dailyCap,
    Course course) {
  /// The least health a mailbox needs to be picked.
  public static final int HEALTH_MIN = 20;

  private static final int PERCENT_MAX = 100;

  /// @throws IllegalArgumentException if a number is out of its range
  public Mailbox {
    if (ordinal < 0 || dailyCap < 0) {
      throw new IllegalArgumentException("ordinal and daily cap are zero or more");
    }
    if (stage < 0 || stage > PERCENT_MAX || health < 0 || health > PERCENT_MAX) {
      throw new IllegalArgumentException("stage and health go from 0 to 100");
    }
  }

  /// A mailbox that begins at that stage.
  public Mailbox(
      int ordinal, EmailAddress address, MailboxState state, int stage, int health, int dailyCap) {
    this(ordinal, address, state, stage, health, dailyCap, Course.atStage(stage));
  }

  /// Whether it may send at all, today's use aside.
  public boolean eligible() {
    return state == MailboxState.ACTIVE && health >= HEALTH_MIN;
  }

  /// Whether it may answer people who wrote to it, today's use aside.
  public boolean answers() {
    return eligible() || (state == MailboxState.RESTRICTED && health >= HEALTH_MIN);
  }

  /// The same mailbox in another state.
  public Mailbox in(MailboxState newState) {
    return new Mailbox(ordinal, address, newState, stage, health, dailyCap, course);
  }

  /// The same mailbox with another health.
  public Mailbox withHealth(int newHealth) {
    return new Mailbox(ordinal, address, state, stage, newHealth, dailyCap, course);
  }

  /// The same mailbox at another stage and with the cap that goes with it.
  public Mailbox atStage(int newStage, int newDailyCap) {
    Course at = course.withEarned(EarnedDays.atStage(newStage));
    return new Mailbox(ordinal, address, state, newStage, health, newDailyCap, at);
  }

  /// The same mailbox with another cap.
  public Mailbox withCap(int newDailyCap) {
    return new Mailbox(ordinal, address, state, stage, health, newDailyCap, course);
  }

  /// The same mailbox further on, at the stage that follows.
  public Mailbox on(Course newCourse) {
    int newStage = newCourse.earned().equals(course.earned()) ? stage : newCourse.earned().stage();
    return new Mailbox(ordinal, address, state, newStage, health, dailyCap, newCourse);
  }
}
