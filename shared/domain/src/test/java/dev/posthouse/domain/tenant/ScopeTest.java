package dev.posthouse.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ScopeTest {
  @Test
  void theWireFormsAreThoseOfTheContract() {
    assertThat(Arrays.stream(Scope.values()).map(Scope::wire))
        .containsExactly(
            "mail:read",
            "mail:send",
            "identity:read",
            "identity:write",
            "billing:read",
            "billing:write",
            "policy:read",
            "keys:write",
            "webhooks:write",
            "suppressions:write",
            "events:read");
  }

  @Test
  void everyWireFormIsReadBackAndNothingElseIs() {
    for (Scope scope : Scope.values()) {
      assertThat(Scope.ofWire(scope.wire())).contains(scope);
    }
    assertThat(Scope.ofWire("MAIL_SEND")).isEmpty();
    assertThat(Scope.ofWire("mail:Send")).isEmpty();
    assertThat(Scope.ofWire("")).isEmpty();
  }
}
