package dev.posthouse.domain.webhook;

import dev.posthouse.domain.Id;

/// Names a webhook.
public record WebhookId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "whk_";

  /// @throws IllegalArgumentException if the value is not an id of this kind
  public WebhookId {
    Id.checked(PREFIX, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
