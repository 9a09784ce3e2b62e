package dev.posthouse.mail.inbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.mail.NamedAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// By what a message may be found to belong to a conversation, the surest first. All of it is what
/// the sender wrote: it says where to look, not whom to trust.
///
/// @param messageIds what it answers, then the thread from the newest to the oldest; without angle
///   brackets
/// @param tokens of the recipients that have one
/// @param baseSubject see [BaseSubject]; empty if it says nothing
public record ThreadKeys(List<String> messageIds, List<PlusToken> tokens, String baseSubject) {
  private static final int TOKENS_MAX = 50;

  public ThreadKeys {
    messageIds = List.copyOf(messageIds);
    tokens = List.copyOf(tokens);
  }

  /// The ids that SES gave to messages of ours among [#messageIds], in that order.
  public List<String> sesIds() {
    return messageIds.stream().flatMap(id -> SesMessageId.of(id).stream()).toList();
  }

  static List<String> messageIds(List<String> inReplyTo, List<String> references) {
    Set<String> ids = new LinkedHashSet<>(inReplyTo);
    ids.addAll(references.reversed());
    return List.copyOf(ids);
  }

  static List<PlusToken> tokens(Stream<NamedAddress> recipients) {
    return recipients
        .flatMap(recipient -> token(recipient.address()).stream())
        .distinct()
        .limit(TOKENS_MAX)
        .toList();
  }

  private static Optional<PlusToken> token(EmailAddress address) {
    String local = address.localPart();
    int plus = local.indexOf('+');
    if (plus < 1 || plus == local.length() - 1) {
      return Optional.empty();
    }
    return EmailAddress.tryParse(local.substring(0, plus) + "@" + address.domain())
        .map(base -> new PlusToken(base, local.substring(plus + 1)));
  }
}
