package dev.posthouse.mail.inbound;

import dev.posthouse.mail.inbound.Classification.AutoReply;
import dev.posthouse.mail.inbound.Classification.Human;
import dev.posthouse.mail.inbound.Classification.ListMail;
import dev.posthouse.mail.inbound.Classification.UnsubscribeRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Says what kind of mail a message is, in the order of [Classification]: what is sure before what
/// is likely, what has to be acted on before what is only labelled.
final class Classifier {
  private static final List<String> LIST_FIELDS =
      List.of("list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list");
  private static final int LIST_ID_MAX = 255;

  private Classifier() {}

  static Classification of(Part message, InboundHeader head, MailBody body, EnumSet<Cut> cuts) {
    Optional<? extends Classification> report =
        DeliveryReport.of(message, head.fields(), cuts)
            .map(Classification.class::cast)
            .or(() -> ComplaintReport.of(message, head.fields()))
            .or(() -> PlainBounce.of(message, head, body));
    if (report.isPresent()) {
      return report.get();
    }
    Optional<AutoReply> auto = AutoReplies.of(message, head);
    Optional<String> unsubscribe = UnsubscribeWords.in(head, body);
    // A mail client that unsubscribes for its user says that a machine wrote it, truly.
    if (auto.isPresent() && (auto.get().answer() || unsubscribe.isEmpty())) {
      return auto.get();
    }
    if (unsubscribe.isPresent()) {
      return new UnsubscribeRequest(unsubscribe.get());
    }
    return list(head.fields()).<Classification>map(list -> list).orElseGet(Human::new);
  }

  private static Optional<ListMail> list(HeaderFields header) {
    Optional<String> id =
        header
            .first("list-id")
            .map(value -> value.substring(value.lastIndexOf('<') + 1).replace(">", "").strip())
            .map(value -> CleanText.cut(value, LIST_ID_MAX))
            .filter(value -> !value.isEmpty());
    return LIST_FIELDS.stream()
        .filter(header::has)
        .findFirst()
        .or(() ->
            header
                .first("precedence")
                .filter(value -> value.toLowerCase(Locale.ROOT).matches("list|bulk|junk"))
                .map(value -> "precedence"))
        .map(evidence -> new ListMail(id, evidence));
  }
}
