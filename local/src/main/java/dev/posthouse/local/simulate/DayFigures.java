package dev.posthouse.local.simulate;

/// What a day came to, for one identity or for several together.
///
/// @param wanted messages somebody wanted to send
/// @param capacity most that could be sent when the day began
/// @param sent those that were
/// @param refused those that were not, because a cap was used up or nobody was able
/// @param overCap those that were sent over a cap; never any
/// @param known messages to people who had heard from the identity before
/// @param reassigned those of them that came from another mailbox than before
/// @param stages sum of the stages of mailboxes that send
/// @param healths sum of their healths
/// @param sending how many these are
/// @param inRepair mailboxes out of the rotation or restricted
/// @param stopped identities the health rules have stopped
/// @param pulled mailboxes that were taken out on that day
/// @param replaced mailboxes that were replaced on that day
/// @param recovered mailboxes that came back into the rotation
/// @param setbacks mailboxes that lost a week of warmup
record DayFigures(
    long wanted,
    long capacity,
    long sent,
    long refused,
    long overCap,
    long known,
    long reassigned,
    long stages,
    long healths,
    long sending,
    long inRepair,
    long stopped,
    long pulled,
    long replaced,
    long recovered,
    long setbacks) {
  static final DayFigures NONE = new DayFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  DayFigures plus(DayFigures other) {
    return new DayFigures(
        wanted + other.wanted,
        capacity + other.capacity,
        sent + other.sent,
        refused + other.refused,
        overCap + other.overCap,
        known + other.known,
        reassigned + other.reassigned,
        stages + other.stages,
        healths + other.healths,
        sending + other.sending,
        inRepair + other.inRepair,
        stopped + other.stopped,
        pulled + other.pulled,
        replaced + other.replaced,
        recovered + other.recovered,
        setbacks + other.setbacks);
  }

  /// Mean stage of the mailboxes that send; 0 without any.
  double meanStage() {
    return sending == 0 ? 0 : (double) stages / sending;
  }

  /// Mean health of the mailboxes that send; 0 without any.
  double meanHealth() {
    return sending == 0 ? 0 : (double) healths / sending;
  }
}
