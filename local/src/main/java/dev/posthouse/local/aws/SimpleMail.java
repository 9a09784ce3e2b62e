package dev.posthouse.local.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.james.mime4j.codec.EncoderUtil;
import tools.jackson.databind.JsonNode;

/// `Content.Simple` as a message: a subject, and a body as text, HTML or both.
final class SimpleMail {
  private static final String BOUNDARY = "=_simple_content";

  private SimpleMail() {}

  static byte[] compose(String source, JsonNode request) {
    JsonNode simple = request.path("Content").path("Simple");
    if (simple.has("Attachments")) {
      throw AwsError.notImplemented("SES SendEmail with Content.Simple.Attachments");
    }
    if (!simple.path("Subject").has("Data")) {
      throw new AwsError(400, "BadRequestException", "Subject is required.");
    }
    List<String> lines = new ArrayList<>();
    lines.add("From: " + source);
    addresses(lines, "To", request.path("Destination").path("ToAddresses"));
    addresses(lines, "Cc", request.path("Destination").path("CcAddresses"));
    addresses(lines, "Reply-To", request.path("ReplyToAddresses"));
    lines.add("Subject: " + encoded(simple.path("Subject").path("Data").asString()));
    for (JsonNode header : simple.path("Headers")) {
      lines.add(header.path("Name").asString() + ": " + header.path("Value").asString());
    }
    lines.add("MIME-Version: 1.0");
    body(lines, simple.path("Body"));
    return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void addresses(List<String> lines, String name, JsonNode addresses) {
    if (!addresses.isEmpty()) {
      lines.add(
          name
              + ": "
              + String.join(", ", addresses.valueStream().map(each -> each.asString()).toList()));
    }
  }

  private static String encoded(String subject) {
    return EncoderUtil.encodeIfNecessary(
        subject, EncoderUtil.Usage.TEXT_TOKEN, "Subject: ".length());
  }

  private static void body(List<String> lines, JsonNode body) {
    boolean text = body.path("Text").has("Data");
    boolean html = body.path("Html").has("Data");
    if (!text && !html) {
      throw new AwsError(400, "BadRequestException", "Body must have Text or Html.");
    }
    if (text && html) {
      lines.add("Content-Type: multipart/alternative; boundary=\"" + BOUNDARY + "\"");
      lines.add("");
      lines.add("--" + BOUNDARY);
      part(lines, "text/plain", body.path("Text"));
      lines.add("--" + BOUNDARY);
      part(lines, "text/html", body.path("Html"));
      lines.add("--" + BOUNDARY + "--");
    } else if (text) {
      part(lines, "text/plain", body.path("Text"));
    } else {
      part(lines, "text/html", body.path("Html"));
    }
  }

  private static void part(List<String> lines, String type, JsonNode content) {
    byte[] bytes = content.path("Data").asString().getBytes(StandardCharsets.UTF_8);
    lines.add("Content-Type: " + type + "; charset=UTF-8");
    lines.add("Content-Transfer-Encoding: base64");
    lines.add("");
    lines.add(Base64.getMimeEncoder().encodeToString(bytes));
  }
}
