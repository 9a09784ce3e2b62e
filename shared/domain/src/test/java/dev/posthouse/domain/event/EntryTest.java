package dev.posthouse.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EntryTest {
  private static final Entry ENTRY =
      UnsubscribeEvents.of(
          new IdentityId("idn_01RBGZFPG040T7W83ARDHEGRGG"),
          EmailAddress.parse("bob@example.com"),
          Instant.parse("2031-05-14T09:00:00Z"));

  @Test
  void anEntrySaysWhoseItIsAndNothingElseOfItChanges() {
    Entry named = ENTRY.of(new Handle("alice@posthouse.example"));

    Occurrence occurrence = named.occurrences().getFirst();
    assertThat(occurrence.data()).containsEntry("identity", "alice@posthouse.example");
    assertThat(occurrence.data().keySet()).startsWith("identity").hasSize(4);
    assertThat(occurrence.data()).containsAllEntriesOf(ENTRY.occurrences().getFirst().data());
    assertThat(occurrence)
        .usingRecursiveComparison()
        .ignoringFields("data")
        .isEqualTo(ENTRY.occurrences().getFirst());
    assertThat(named.since()).isEqualTo(ENTRY.since());
  }
}
