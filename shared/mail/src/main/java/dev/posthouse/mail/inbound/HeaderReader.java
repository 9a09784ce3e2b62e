package dev.posthouse.mail.inbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.mail.NamedAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Makes sense of a message's header fields.
final class HeaderReader {
  private HeaderReader() {}

  static InboundHeader read(HeaderFields fields, EnumSet<Cut> cuts) {
    String subject = EncodedWordReader.decode(fields.first("subject").orElse(""));
    return new InboundHeader(
        envelope(fields, cuts),
        fields.first("message-id").flatMap(MessageIdReader::first),
        MessageIdReader.all(fields.all("in-reply-to"), cuts),
        MessageIdReader.all(fields.all("references"), cuts),
        from(fields, cuts),
        AddressReader.read(fields.all("sender"), cuts).stream().findFirst(),
        AddressReader.read(fields.all("reply-to"), cuts),
        AddressReader.read(fields.all("to"), cuts),
        AddressReader.read(fields.all("cc"), cuts),
        fields.first("date").flatMap(DateReader::read),
        CleanText.cut(subject, InboundLimits.SUBJECT_CHARS_MAX, cuts, Cut.SUBJECT),
        fields);
  }

  private static Optional<NamedAddress> from(HeaderFields fields, EnumSet<Cut> cuts) {
    List<Optional<NamedAddress>> each =
        fields.all("from").stream()
            .map(value -> AddressReader.read(List.of(value), cuts).stream().findFirst())
            .toList();
    long different = each.stream().map(from -> from.map(NamedAddress::address)).distinct().count();
    return different == 1 ? each.getFirst() : Optional.empty();
  }

  private static MailEnvelope envelope(HeaderFields fields, EnumSet<Cut> cuts) {
    String returnPath = fields.first("return-path").map(String::strip).orElse("");
    Optional<EmailAddress> address =
        AddressReader.read(List.of(returnPath), cuts).stream()
            .map(NamedAddress::address)
            .findFirst();
    return new MailEnvelope(address, returnPath.equals("<>"), ReceivedBySes.of(fields).recipient());
  }
}
