package dev.posthouse.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Standing;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Roster;
import java.time.LocalDate;
import java.util.List;

/// What the contracts have in common. Tests keep to what they put there themselves, so all of them
/// may share one store.
public interface StoreContract {
  /// The ports, all over one store.
  Ports ports();

  /// What is counted on a day, as of now.
  default DaySheet sheet(Roster roster, LocalDate day) {
    Standing standing =
        ports()
            .outbox()
            .standing(
                new Outbox.Inquiry(roster.tenant(), roster.identity(), day, List.of(), List.of()),
                true);
    return standing.sheet();
  }

  /// Checks the total of a day, and the count of each mailbox from ordinal 0 on.
  default void assertCounts(DaySheet sheet, int total, int... used) {
    assertThat(sheet.total()).isEqualTo(total);
    for (int ordinal = 0; ordinal < used.length; ordinal++) {
      assertThat(sheet.used(ordinal)).as("used of mailbox %d", ordinal).isEqualTo(used[ordinal]);
    }
  }
}
