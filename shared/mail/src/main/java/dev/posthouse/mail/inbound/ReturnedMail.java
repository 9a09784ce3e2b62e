package dev.posthouse.mail.inbound;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what a report returns of the message it is about.
final class ReturnedMail {
  private static final Set<String> TYPES =
      Set.of(
          "message/rfc822",
          "message/global",
          "text/rfc822-headers",
          "message/rfc822-headers",
          "message/global-headers",
          "message/partial");

  private ReturnedMail() {}

  /// @param header of the report: some name the original in its `In-Reply-To` or `References`
  static OriginalMail in(Part report, HeaderFields header, Optional<String> envelopeId) {
    return of(returned(report).orElse(HeaderFields.NONE), header, envelopeId);
  }

  static OriginalMail of(HeaderFields returned, HeaderFields header, Optional<String> envelopeId) {
    EnumSet<Cut> cuts = EnumSet.noneOf(Cut.class);
    Optional<String> id =
        returned
            .first("message-id")
            .flatMap(MessageIdReader::first)
            .or(() -> last(MessageIdReader.all(header.all("in-reply-to"), cuts)))
            .or(() -> last(MessageIdReader.all(header.all("references"), cuts)));
    return new OriginalMail(id, envelopeId, returned);
  }

  /// The header of the returned message.
  static Optional<HeaderFields> returned(Part report) {
    return report
        .all()
        .filter(part -> TYPES.contains(part.type()))
        .findFirst()
        .map(part -> PartReader.readHeader(part.content()));
  }

  private static Optional<String> last(List<String> ids) {
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.getLast());
  }
}
