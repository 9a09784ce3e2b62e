package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.event.Entry;
import dev.posthouse.domain.event.UnsubscribeEvents;
import dev.posthouse.domain.identity.IdentityId;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An entry of a tenant's list of whom not to write to, as far as it says that somebody followed
/// the link in a mail.
public final class UnsubscribedItem {
  /// What `kind` says of all entries of that list.
  public static final String KIND = "suppressed";

  static final String TARGET = "target";

  /// The identity whose mail had the link.
  static final String THROUGH = "through";

  private UnsubscribedItem() {}

  /// What the entry tells when it is made; empty if nobody followed a link.
  public static Optional<Entry> entry(Map<String, AttributeValue> item) {
    return Attributes.optionalString(item, THROUGH)
        .map(through ->
            UnsubscribeEvents.of(
                new IdentityId(through),
                EmailAddress.parse(Attributes.string(item, TARGET)),
                RecipientItem.suppression(item).at()));
  }
}
