package dev.posthouse.testing;

import dev.posthouse.domain.webhook.Deliveries;
import dev.posthouse.domain.webhook.PushCursors;
import dev.posthouse.domain.webhook.PushLanes;
import dev.posthouse.domain.webhook.Webhooks;

final class FakeWebhookPortsTest implements WebhookPortsContract {
  private final Webhooks webhooks = new FakeWebhooks();
  private final PushCursors cursors = new FakePushCursors();
  private final PushLanes lanes = new FakePushLanes();
  private final Deliveries deliveries = new FakeDeliveries();

  @Override
  public Webhooks webhooks() {
    return webhooks;
  }

  @Override
  public PushCursors cursors() {
    return cursors;
  }

  @Override
  public PushLanes lanes() {
    return lanes;
  }

  @Override
  public Deliveries deliveries() {
    return deliveries;
  }
}
