package dev.posthouse.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.message.BasicBodyFactory;
import org.apache.james.mime4j.message.BodyPart;
import org.apache.james.mime4j.message.DefaultMessageWriter;
import org.apache.james.mime4j.message.HeaderImpl;
import org.apache.james.mime4j.message.MultipartImpl;

/// Writes a message as RFC 5322 and MIME have it: 7-bit, lines end with CRLF, as few parts as it
/// needs.
///
/// The same mail gives the same bytes, always: there is no clock and no randomness in it. A send
/// that is tried again, the local run and a test see what the recipient sees.
public final class Composer {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Composer() {}

  /// The bytes of `mail`.
  public static byte[] compose(OutgoingMail mail) {
    List<String> fields = fields(mail);
    fields.add("MIME-Version: 1.0");
    Entity message = entity(mail, fields);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new DefaultMessageWriter().writeEntity(message, bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static List<String> fields(OutgoingMail mail) {
    List<String> fields = new ArrayList<>();
    if (mail.messageId() != null) {
      fields.add(FieldWriter.ids("Message-ID", List.of(mail.messageId())));
    }
    fields.add("Date: " + DATE.format(mail.date()));
    fields.add(FieldWriter.addresses("From", List.of(mail.from())));
    fields.add(FieldWriter.addresses("To", mail.to()));
    if (!mail.cc().isEmpty()) {
      fields.add(FieldWriter.addresses("Cc", mail.cc()));
    }
    if (!mail.replyTo().isEmpty()) {
      fields.add(FieldWriter.addresses("Reply-To", mail.replyTo()));
    }
    fields.add(FieldWriter.text("Subject", mail.subject()));
    if (mail.inReplyTo() != null) {
      fields.add(FieldWriter.ids("In-Reply-To", List.of(mail.inReplyTo())));
    }
    List<String> references = MessageIds.references(mail.references(), mail.inReplyTo());
    if (!references.isEmpty()) {
      fields.add(FieldWriter.ids("References", references));
    }
    if (mail.autoSubmitted() != null) {
      fields.add("Auto-Submitted: " + mail.autoSubmitted().value());
    }
    if (mail.unsubscribe() != null) {
      addUnsubscribe(fields, mail.unsubscribe());
    }
    mail.headers().forEach((name, value) -> fields.add(FieldWriter.text(name, value)));
    return fields;
  }

  private static void addUnsubscribe(List<String> fields, ListUnsubscribe unsubscribe) {
    List<String> ways = new ArrayList<>(List.of("<" + unsubscribe.url() + ">"));
    if (unsubscribe.mailto() != null) {
      ways.set(0, ways.getFirst() + ",");
      ways.add("<" + unsubscribe.mailto() + ">");
    }
    fields.add(FieldWriter.tokens("List-Unsubscribe", ways));
    fields.add("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  }

  private static Entity entity(OutgoingMail mail, List<String> fields) {
    if (mail.attachments().isEmpty()) {
      return body(mail, fields);
    }
    List<Entity> parts = new ArrayList<>(List.of(body(mail, List.of())));
    mail.attachments().forEach(attachment -> parts.add(attached(attachment)));
    return multipart("mixed", mail.seed(), parts, fields);
  }

  private static Entity body(OutgoingMail mail, List<String> fields) {
    if (mail.html() == null) {
      return text("plain", String.valueOf(mail.text()), fields);
    }
    if (mail.text() == null) {
      return text("html", mail.html(), fields);
    }
    // RFC 2046 §5.1.4: the plainest first.
    return multipart(
        "alternative",
        mail.seed(),
        List.of(text("plain", mail.text(), List.of()), text("html", mail.html(), List.of())),
        fields);
  }

  private static Entity text(String subtype, String body, List<String> fields) {
    TextBody text = TextBody.of(body);
    List<String> all = new ArrayList<>(fields);
    all.add("Content-Type: text/" + subtype + "; charset=" + text.charset());
    all.add("Content-Transfer-Encoding: " + text.encoding());
    return part(all, new BasicBodyFactory().textBody(text.canonical(), StandardCharsets.UTF_8));
  }

  private static Entity attached(Attachment attachment) {
    return part(
        List.of(
            "Content-Type: " + attachment.contentType(),
            FieldWriter.file("Content-Disposition", "attachment", attachment.filename()),
            "Content-Transfer-Encoding: base64"),
        new BasicBodyFactory().binaryBody(attachment.content()));
  }

  private static Entity multipart(
      String subtype, String seed, List<Entity> parts, List<String> fields) {
    Multipart multipart = new MultipartImpl(subtype);
    parts.forEach(multipart::addBodyPart);
    List<String> all = new ArrayList<>(fields);
    all.add(
        FieldWriter.tokens(
            "Content-Type",
            List.of("multipart/" + subtype + ";", "boundary=\"" + boundary(subtype, seed) + "\"")));
    BodyPart part = new BodyPart();
    part.setHeader(header(all));
    part.setBody(multipart);
    return part;
  }

  private static Entity part(List<String> fields, SingleBody body) {
    BodyPart part = new BodyPart();
    part.setHeader(header(fields));
    part.setBody(body);
    return part;
  }

  private static Header header(List<String> fields) {
    Header header = new HeaderImpl();
    try {
      for (String field : fields) {
        header.addField(LenientFieldParser.parse(field));
      }
    } catch (MimeException impossible) {
      throw new IllegalStateException("a field written here cannot be read here", impossible);
    }
    return header;
  }

  /// `=_` stands in no quoted-printable and no base64 line (RFC 2045 §6.7), and [TextBody] keeps it
  /// out of the 7-bit ones.
  private static String boundary(String subtype, String seed) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((subtype + "\n" + seed).getBytes(StandardCharsets.UTF_8));
      return TextBody.BOUNDARY_START + HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
