package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.tenant.TenantId;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RosterTest {
  private static final Roster ROSTER =
      new Roster(
          new IdentityId("idn_0123456789abcdef"),
          new TenantId("tnt_0123456789abcdef"),
          new Handle("ada@post.example"),
          "Ada",
          IdentityState.ACTIVE,
          150,
          7,
          List.of(mailbox(0), mailbox(4)));

  @Test
  void everyChangeIsTheNextRevision() {
    assertThat(ROSTER.next(IdentityState.PAUSED).revision()).isEqualTo(8);
    assertThat(ROSTER.next(List.of()).revision()).isEqualTo(8);
    assertThat(ROSTER.replacing(0, it -> it.withHealth(1)).revision()).isEqualTo(8);
    assertThat(ROSTER.next(IdentityState.ACTIVE, "Eve", 300, List.of()).revision()).isEqualTo(8);
  }

  @Test
  void replacingOneMailboxLeavesTheOthers() {
    Roster next = ROSTER.replacing(4, it -> it.atStage(50, 9).in(MailboxState.PULLED));

    assertThat(next.mailbox(0)).contains(mailbox(0));
    assertThat(next.mailbox(4))
        .contains(new Mailbox(4, address(4), MailboxState.PULLED, 50, 100, 9));
    assertThat(next.mailbox(1)).isEmpty();
  }

  @Test
  void theNextOrdinalIsAboveAllOthers() {
    assertThat(ROSTER.nextOrdinal()).isEqualTo(5);
    assertThat(ROSTER.next(List.of()).nextOrdinal()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 0, 0",
    "0, -1, 0, 0",
    "0, 101, 0, 0",
    "0, 0, -1, 0",
    "0, 0, 101, 0",
    "0, 0, 0, -1"
  })
  void aMailboxWithANumberOutOfRangeIsRefused(int ordinal, int stage, int health, int cap) {
    assertThatThrownBy(
            () -> new Mailbox(ordinal, address(0), MailboxState.ACTIVE, stage, health, cap))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSheetCountsUpAndDown() {
    DaySheet sheet =
        DaySheet.blank(ROSTER.identity(), LocalDate.of(2026, 3, 4))
            .plusOne(4)
            .plusOne(4)
            .plusOne(0)
            .minusOne(4);

    assertThat(sheet.total()).isEqualTo(2);
    assertThat(sheet.used(4)).isEqualTo(1);
    assertThat(sheet.used(0)).isEqualTo(1);
    assertThat(sheet.used(1)).isZero();
    assertThat(sheet.remaining(mailbox(4))).isEqualTo(92);
    assertThat(sheet.remaining(mailbox(4).atStage(0, 0))).isZero();
  }

  private static Mailbox mailbox(int ordinal) {
    return new Mailbox(ordinal, address(ordinal), MailboxState.ACTIVE, 100, 100, 93);
  }

  private static EmailAddress address(int ordinal) {
    return EmailAddress.parse("box" + ordinal + "@mail.example");
  }
}
