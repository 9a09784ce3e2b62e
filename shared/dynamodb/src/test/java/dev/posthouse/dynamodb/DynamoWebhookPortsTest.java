package dev.posthouse.dynamodb;

import dev.posthouse.domain.webhook.Deliveries;
import dev.posthouse.domain.webhook.PushCursors;
import dev.posthouse.domain.webhook.PushLanes;
import dev.posthouse.domain.webhook.Webhooks;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.WebhookPortsContract;

@OnEveryAws
record DynamoWebhookPortsTest(AwsEndpoint endpoint) implements WebhookPortsContract {
  private Table table() {
    return ContractTable.on(endpoint, "webhooks").table();
  }

  @Override
  public Webhooks webhooks() {
    return new DynamoWebhooks(table());
  }

  @Override
  public PushCursors cursors() {
    return new DynamoPushCursors(table());
  }

  @Override
  public PushLanes lanes() {
    return new DynamoPushLanes(table());
  }

  @Override
  public Deliveries deliveries() {
    return new DynamoDeliveries(table());
  }
}
