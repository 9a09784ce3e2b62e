package dev.posthouse.local.aws;

import java.nio.charset.StandardCharsets;

/// The little XML that S3 answers with.
final class Xml {
  private Xml() {}

  static void element(StringBuilder to, String name, String text) {
    to.append('<').append(name).append('>');
    to.append(
        text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\r", "&#13;"));
    to.append("</").append(name).append('>');
  }

  static byte[] error(AwsError error) {
    var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
    element(xml, "Code", error.code());
    element(xml, "Message", error.text());
    element(xml, "RequestId", "local");
    return xml.append("</Error>").toString().getBytes(StandardCharsets.UTF_8);
  }
}
