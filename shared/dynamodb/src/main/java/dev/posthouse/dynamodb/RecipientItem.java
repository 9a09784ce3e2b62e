package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Contact;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.tenant.Suppression;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A recipient as an item: one map per identity that wrote to it, under the identity's id, and the
/// suppression that holds for the whole tenant.
final class RecipientItem {
  static final String KIND = "recipient";
  static final String MAILBOX = "mailbox";
  static final String SUPPRESSED_FOR = "suppressedFor";
  static final String SUPPRESSED_AT = "suppressedAt";
  private static final String CONVERSATION = "conversation";
  static final String HEARD_AT = "heardAt";

  private RecipientItem() {}

  static AttributeValue contact(
      int ordinal, ConversationId conversation, @Nullable Instant heardAt) {
    var contact = new HashMap<String, AttributeValue>();
    contact.put(MAILBOX, Item.number(ordinal));
    contact.put(CONVERSATION, AttributeValue.fromS(conversation.value()));
    if (heardAt != null) {
      contact.put(HEARD_AT, Item.number(heardAt.toEpochMilli()));
    }
    return AttributeValue.fromM(contact);
  }

  static Correspondent read(
      EmailAddress address, IdentityId identity, @Nullable Map<String, AttributeValue> item) {
    if (item == null) {
      return Correspondent.stranger(address);
    }
    Optional<Suppression> suppression =
        item.containsKey(SUPPRESSED_FOR)
            ? Optional.of(
                new Suppression(
                    Attributes.constant(item, SUPPRESSED_FOR, Suppression.Reason.class),
                    Attributes.instant(item, SUPPRESSED_AT)))
            : Optional.empty();
    Optional<Contact> contact =
        Optional.ofNullable(item.get(identity.value())).map(map -> contact(map.m()));
    return new Correspondent(address, suppression, contact);
  }

  private static Contact contact(Map<String, AttributeValue> map) {
    return new Contact(
        Math.toIntExact(Attributes.number(map, MAILBOX)),
        new ConversationId(Attributes.string(map, CONVERSATION)),
        Optional.ofNullable(Attributes.instantOrNull(map, HEARD_AT)));
  }
}
