package dev.posthouse.local.trigger;

import dev.posthouse.local.aws.BusEvent;
import dev.posthouse.local.aws.LocalAwsListener;
import dev.posthouse.local.aws.ObjectCreated;
import dev.posthouse.local.aws.SesEvent;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Takes what SES, S3 and EventBridge tell to the functions that the template names for it.
public final class EventRouter implements LocalAwsListener {
  /// The bus on which AWS services publish.
  public static final String DEFAULT_BUS = "default";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<EventRule> rules;
  private final List<Subscription> topics;
  private final List<Subscription> buckets;
  private final AsyncCalls calls;

  public EventRouter(
      List<EventRule> rules,
      List<Subscription> topics,
      List<Subscription> buckets,
      AsyncCalls calls) {
    this.rules = List.copyOf(rules);
    this.topics = List.copyOf(topics);
    this.buckets = List.copyOf(buckets);
    this.calls = calls;
  }

  @Override
  public void sesEvent(SesEvent event) {
    switch (event.destination()) {
      case SesEvent.Destination.EventBridge(String busArn) ->
          publish(busArn.substring(busArn.lastIndexOf('/') + 1), event.json());
      case SesEvent.Destination.Sns(String topicArn) -> call(topics, topicArn, event.json());
    }
  }

  @Override
  public void busEvent(BusEvent event) {
    publish(event.bus(), event.json());
  }

  @Override
  public void objectCreated(ObjectCreated object) {
    call(buckets, object.bucket(), object.json());
  }

  /// A message of a topic, as the functions that are subscribed get it.
  public void topicMessage(String topicArn, ObjectNode event) {
    call(topics, topicArn, event);
  }

  private void publish(String bus, ObjectNode event) {
    for (EventRule rule : rules) {
      if (rule.bus().equals(bus) && rule.pattern().matches(event)) {
        calls.call(rule.function(), JSON.writeValueAsBytes(event));
      }
    }
  }

  private void call(List<Subscription> subscriptions, String source, ObjectNode event) {
    for (Subscription subscription : subscriptions) {
      if (subscription.source().equals(source)) {
        calls.call(subscription.function(), JSON.writeValueAsBytes(event));
      }
    }
  }
}
