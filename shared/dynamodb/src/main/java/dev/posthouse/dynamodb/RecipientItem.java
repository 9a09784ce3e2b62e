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
  static final String UNANSWERED = "unanswered";

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
    AttributeValue ofIdentity = item.get(suppressionOf(identity));
    Optional<Suppression> suppression =
        item.containsKey(SUPPRESSED_FOR)
            ? Optional.of(suppression(item))
            : Optional.ofNullable(ofIdentity).map(map -> suppression(map.m()));
    Optional<Contact> contact =
        Optional.ofNullable(item.get(identity.value())).map(map -> contact(map.m()));
    return new Correspondent(address, suppression, contact);
  }

  static Suppression suppression(Map<String, AttributeValue> item) {
    return new Suppression(
        Attributes.constant(item, SUPPRESSED_FOR, Suppression.Reason.class),
        Attributes.instant(item, SUPPRESSED_AT));
  }

  /// The attribute of a suppression that holds for one identity only.
  static String suppressionOf(IdentityId identity) {
    return "suppressed#" + identity.value();
  }

  /// Stops mail, unless it is stopped already.
  static Expression suppress(Optional<IdentityId> identity, Suppression suppression) {
    Expression expression =
        new Expression().setIfAbsent(Item.KIND, AttributeValue.fromS(RecipientItem.KIND));
    if (identity.isEmpty()) {
      return expression
          .set(SUPPRESSED_FOR, Item.wire(suppression.reason()))
          .set(SUPPRESSED_AT, suppression.at())
          .ifAbsent(SUPPRESSED_FOR);
    }
    String attribute = suppressionOf(identity.get());
    return expression
        .set(
            attribute,
            AttributeValue.fromM(
                Map.of(
                    SUPPRESSED_FOR, AttributeValue.fromS(Item.wire(suppression.reason())),
                    SUPPRESSED_AT, Item.number(suppression.at().toEpochMilli()))))
        .ifAbsent(attribute);
  }

  /// Lets mail go again, if it is stopped.
  static Expression release(Optional<IdentityId> identity) {
    if (identity.isEmpty()) {
      return new Expression().remove(SUPPRESSED_FOR).remove(SUPPRESSED_AT).ifExists(SUPPRESSED_FOR);
    }
    String attribute = suppressionOf(identity.get());
    return new Expression().remove(attribute).ifExists(attribute);
  }

  private static Contact contact(Map<String, AttributeValue> map) {
    return new Contact(
        Math.toIntExact(Attributes.number(map, MAILBOX)),
        new ConversationId(Attributes.string(map, CONVERSATION)),
        Optional.ofNullable(Attributes.instantOrNull(map, HEARD_AT)),
        Attributes.integer(map, UNANSWERED, 0));
  }
}
