package dev.posthouse.testing;

import java.util.Set;

class ConventionsTest implements Conventions {
  /// Here tests own the randomness: all of it is seeded.
  @Override
  public Set<String> worldly() {
    return Set.of(
        "AdmissionRace",
        "ContentsContract",
        "EventLogContract",
        "FakeStore",
        "Fixtures",
        "MessagesContract");
  }
}
