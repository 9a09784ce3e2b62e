package dev.posthouse.local.run;

import dev.posthouse.local.aws.InboundMail;
import dev.posthouse.local.aws.MailSpool;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/// Describes a message from outside as the spool keeps it.
final class Inbound {
  private static final Pattern SUBJECT =
      Pattern.compile("(?im)^subject:[ \\t]*((?:.*)(?:\\r?\\n[ \\t].*)*)");

  private Inbound() {}

  static MailSpool.Mail describe(InboundMail mail, Instant at) {
    return new MailSpool.Mail(
        UUID.randomUUID().toString(),
        at,
        mail.from(),
        List.of(mail.to()),
        subject(new String(mail.bytes(), StandardCharsets.ISO_8859_1)),
        "",
        "",
        Map.of());
  }

  private static String subject(String message) {
    int body = message.replace("\r\n", "\n").indexOf("\n\n");
    String head = body < 0 ? message : message.replace("\r\n", "\n").substring(0, body);
    Matcher subject = SUBJECT.matcher(head);
    if (!subject.find()) {
      return "";
    }
    String unfolded = subject.group(1).replaceAll("\\r?\\n", "");
    return DecoderUtil.decodeEncodedWords(unfolded, DecodeMonitor.SILENT);
  }
}
