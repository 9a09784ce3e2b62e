package dev.posthouse.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.webhook.PushMessage;
import dev.posthouse.domain.webhook.WebhookId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushMessagesTest {
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");
  private static final WebhookId WEBHOOK = new WebhookId("whk_0123456789abcdef");
  private static final IdentityId IDENTITY = new IdentityId("idn_0123456789abcdef");

  @Test
  void everyKindIsReadAsItWasWritten() {
    assertRead(new PushMessage.Wake(TENANT, WEBHOOK, IDENTITY, 7));
    assertRead(new PushMessage.WakeAll(TENANT, WEBHOOK));
    assertRead(new PushMessage.Replay(TENANT, WEBHOOK, IDENTITY, 3, 9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no json", "[]", "{}", "{\"tenant\":\"tnt_1\",\"webhook\":\"x\"}"})
  void whatIsNoneIsNotRead(String text) {
    assertThat(PushMessages.read(text)).isEmpty();
  }

  private static void assertRead(PushMessage message) {
    assertThat(PushMessages.read(PushMessages.write(message))).contains(message);
  }
}
