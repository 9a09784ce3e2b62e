package dev.posthouse.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventTypeTest {
  @Test
  void theWireNamesAreThoseOfTheApi() {
    assertThat(Arrays.stream(EventType.values()).map(EventType::wire))
        .containsExactlyInAnyOrder(
            "email.queued",
            "email.sent",
            "email.delivered",
            "email.delayed",
            "email.received",
            "email.replied",
            "email.no_reply",
            "email.bounced",
            "email.complained",
            "email.unsubscribed",
            "email.cancelled",
            "email.send_failed_permanently",
            "mailbox.pulled",
            "mailbox.replaced",
            "identity.ready",
            "identity.paused",
            "identity.resumed",
            "identity.suspended",
            "identity.payment_due",
            "domain.verified",
            "domain.failed");
    assertThat(EventType.values())
        .allSatisfy(type -> assertThat(EventType.ofWire(type.wire())).contains(type));
    assertThat(EventType.ofWire("EMAIL_SENT")).isEmpty();
  }
}
