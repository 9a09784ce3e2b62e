package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A conversation as an item, with its entry in the index of an identity's conversations by last
/// activity.
final class ConversationItem {
  static final String MESSAGE_COUNT = "messageCount";
  static final String REFERENCES = "references";
  static final String SNIPPET = "snippet";
  static final String LAST_EVENT_AT = "lastEventAt";
  static final String ACTIVITY_AT = "activityAt";
  private static final String ACTIVITY_OF = "activityOf";

  private ConversationItem() {}

  static Map<String, AttributeValue> write(Envelope envelope, Admission.Opening opening) {
    return Item.at(Key.conversation(envelope.conversation()), "conversation")
        .with("tenant", envelope.tenant().value())
        .with(ACTIVITY_OF, envelope.identity().value())
        .with(ACTIVITY_AT, activityAt(opening.at(), envelope.conversation()))
        .with("correspondent", envelope.recipient().toString())
        .with("subject", opening.subject())
        .with(SNIPPET, opening.snippet())
        .with("labels", opening.labels())
        .with("createdAt", opening.at())
        .with(LAST_EVENT_AT, opening.at())
        .build();
  }

  /// Sorts by time, and by id where the times are equal, so that paging neither skips nor repeats.
  static String activityAt(Instant at, ConversationId id) {
    return String.format(Locale.ROOT, "%013d#%s", at.toEpochMilli(), id.value());
  }

  static Conversation read(Map<String, AttributeValue> item) {
    String pk = Attributes.string(item, Key.PK);
    return new Conversation(
        new ConversationId(pk.substring(pk.indexOf('#') + 1)),
        new TenantId(Attributes.string(item, "tenant")),
        new IdentityId(Attributes.string(item, ACTIVITY_OF)),
        EmailAddress.parse(Attributes.string(item, "correspondent")),
        Attributes.optionalString(item, "subject").orElse(""),
        Attributes.optionalString(item, SNIPPET).orElse(""),
        Attributes.integer(item, MESSAGE_COUNT, 0),
        Attributes.strings(item, "labels"),
        Attributes.strings(item, REFERENCES),
        Attributes.instant(item, "createdAt"),
        Attributes.instant(item, LAST_EVENT_AT));
  }
}
