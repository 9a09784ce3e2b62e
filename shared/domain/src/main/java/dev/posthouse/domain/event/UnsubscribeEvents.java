package dev.posthouse.domain.event;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.ConversationId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What it tells an identity that somebody followed the link in its mail. Whoever asks by mail is
/// told of by that mail ([MessageEvents]).
public final class UnsubscribeEvents {
  private UnsubscribeEvents() {}

  /// The entry of that.
  public static Entry of(IdentityId identity, EmailAddress recipient, Instant at) {
    ConversationId conversation = ConversationId.between(identity, recipient);
    // Somebody taken off the list may unsubscribe again later.
    String thing = "unsubscribed\0" + conversation.value() + "\0" + at.toEpochMilli();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("convId", conversation.value());
    data.put("recipient", recipient.toString());
    data.put("by", "link");
    var occurrence =
        new Occurrence(
            EventId.of(thing, 1, EventType.EMAIL_UNSUBSCRIBED),
            EventType.EMAIL_UNSUBSCRIBED,
            at,
            conversation,
            data);
    return new Entry(identity, at, List.of(occurrence));
  }
}
