package dev.posthouse.mail.inbound;

import dev.posthouse.mail.NamedAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/// Reads mail, whatever its bytes.
///
/// ```java
/// InboundMail mail = InboundParser.parse(bytes);
/// switch (mail.classification()) {
///   case Classification.Bounce bounce -> …
///   case Classification.Human human -> …
/// }
/// ```
///
/// The same bytes give the same mail. There is no network and no clock in it.
public final class InboundParser {
  // Where mail servers and forwarders write whom a message came to.
  private static final List<String> DELIVERED_FIELDS =
      List.of("delivered-to", "x-original-to", "x-forwarded-to", "envelope-to");

  private InboundParser() {}

  /// The message in `raw`. Never throws: what is malformed is read as well as it can be, and what
  /// is beyond [InboundLimits] is left out and told in [InboundMail#cuts].
  public static InboundMail parse(byte[] raw) {
    EnumSet<Cut> cuts = EnumSet.noneOf(Cut.class);
    Part message = PartReader.read(raw, cuts);
    HeaderFields fields = message.header().fields();
    InboundHeader header = HeaderReader.read(fields, cuts);
    BodyReader body = new BodyReader(message, cuts);
    return new InboundMail(
        header,
        body.body(),
        body.attachments(),
        body.calendars(),
        ReceivedBySes.of(fields).verdicts(),
        Classifier.of(message, header, body.body(), cuts),
        threadKeys(header, cuts),
        cuts);
  }

  private static ThreadKeys threadKeys(InboundHeader header, EnumSet<Cut> cuts) {
    Stream<NamedAddress> recipients =
        Stream.of(
                header.envelope().recipient().map(NamedAddress::of).stream(),
                header.to().stream(),
                header.cc().stream(),
                DELIVERED_FIELDS.stream()
                    .flatMap(name -> AddressReader.read(header.fields().all(name), cuts).stream()))
            .flatMap(each -> each);
    return new ThreadKeys(
        ThreadKeys.messageIds(header.inReplyTo(), header.references()),
        ThreadKeys.tokens(recipients),
        BaseSubject.of(header.subject()));
  }
}
