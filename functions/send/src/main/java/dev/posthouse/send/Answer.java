package dev.posthouse.send;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.Addressing;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ReplySubject;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An answer to a message: whom it goes to, and how it is tied to what it answers.
record Answer(Message answered, List<EmailAddress> to, List<EmailAddress> cc) {
  /// An answer to whoever wrote the message, or to all it names but the writer of the answer. To
  /// answer a message of one's own is to write again to whom it went.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 422 if it says nowhere an answer could go
  static Answer to(Message answered, boolean all, Roster sender) {
    Set<String> own =
        sender.mailboxes().stream()
            .map(mailbox -> mailbox.address().canonical())
            .collect(Collectors.toSet());
    Message.Parties parties = answered.parties();
    var to = new LinkedHashMap<String, EmailAddress>();
    if (answered.direction() == Direction.OUTBOUND) {
      add(to, parties.to(), Set.of());
    } else {
      String back = parties.replyTo() == null ? parties.from() : parties.replyTo();
      add(to, List.of(back), Set.of());
      if (all) {
        add(to, parties.to(), own);
      }
    }
    Map<String, EmailAddress> cc = new LinkedHashMap<>();
    if (all) {
      add(cc, parties.cc(), own);
      to.keySet().forEach(cc::remove);
    }
    if (to.isEmpty()) {
      throw Problem.of(
              ProblemCode.INVALID_RECIPIENT, "The message has no address an answer can go to.")
          .asException();
    }
    if (to.size() + cc.size() > SendRequest.RECIPIENTS_MAX) {
      throw Problem.invalidField(
              "replyAll", "would reach more than %d people".formatted(SendRequest.RECIPIENTS_MAX))
          .asException();
    }
    return new Answer(answered, List.copyOf(to.values()), List.copyOf(cc.values()));
  }

  private static void add(
      Map<String, EmailAddress> people, List<String> addresses, Set<String> but) {
    for (String text : addresses) {
      EmailAddress.tryParse(text)
          .filter(address -> !but.contains(address.canonical()))
          .ifPresent(address -> people.putIfAbsent(address.canonical(), address));
    }
  }

  /// Everybody it goes to.
  List<String> recipients() {
    var all = new ArrayList<String>();
    to.forEach(address -> all.add(address.toString()));
    cc.forEach(address -> all.add(address.toString()));
    return all;
  }

  /// What it says, with the whole thread named.
  Content content(
      Optional<Conversation> conversation,
      @Nullable String text,
      @Nullable String html,
      List<AttachmentRef> files) {
    String messageId = answered.internetMessageId();
    var references = new ArrayList<>(conversation.map(Conversation::references).orElse(List.of()));
    if (messageId != null) {
      references.remove(messageId);
      references.add(messageId);
    }
    boolean alone = to.size() == 1 && cc.isEmpty();
    return new Content(
        ReplySubject.of(answered.subject()),
        text,
        html,
        references.isEmpty() ? null : references.getLast(),
        references,
        alone ? Addressing.PLAIN : new Addressing(to, cc, List.of()),
        files);
  }
}
