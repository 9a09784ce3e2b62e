package dev.posthouse.send;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Labels;
import dev.posthouse.lambda.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks of fields that more than one request has. Each refuses with a 400 that names the field.
final class BodyFields {
  private static final int REFERENCES_MAX = 50;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern MESSAGE_ID =
      Pattern.compile("<?[!-;=?-~]{1,250}@[!-;=?-~]{1,250}>?");

  private BodyFields() {}

  /// A subject is one line of up to 998 characters, and not blank.
  static void demandSubject(String value) {
    if (CONTROL.matcher(value).find()) {
      throw Problem.invalidField("subject", "is one line without control characters").asException();
    }
    if (value.isBlank() || value.length() > Content.SUBJECT_MAX) {
      throw Problem.invalidField("subject", "has 1 to " + Content.SUBJECT_MAX + " characters")
          .asException();
    }
  }

  /// There is a text, an HTML body, or both, of up to 1 MB together.
  static void demandBody(@Nullable String text, @Nullable String html) {
    if (text == null && html == null) {
      throw Problem.missingField("text").withFix("Send text, html, or both.").asException();
    }
    if (utf8(text) + utf8(html) > Content.BODY_BYTES_MAX) {
      String field = text == null ? "html" : "text";
      throw Problem.invalidField(field, "is over 1 MB, text and html taken together").asException();
    }
  }

  private static int utf8(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// The same person twice in one request is a mistake, and would be two mails.
  static void demandDistinct(String field, List<String> addresses, Set<String> seen) {
    for (int i = 0; i < addresses.size(); i++) {
      String text = addresses.get(i);
      if (CONTROL.matcher(text).find()) {
        throw Problem.invalidField(field + "[" + i + "]", "has a control character").asException();
      }
      if (!seen.add(EmailAddress.tryParse(text).map(EmailAddress::canonical).orElse(text))) {
        throw Problem.invalidField(field + "[" + i + "]", "is there twice").asException();
      }
    }
  }

  /// All of them as addresses.
  static List<EmailAddress> addresses(String field, List<String> texts) {
    var addresses = new ArrayList<EmailAddress>();
    for (int i = 0; i < texts.size(); i++) {
      String name = field + "[" + i + "]";
      addresses.add(
          EmailAddress.tryParse(texts.get(i))
              .orElseThrow(
                  () -> Problem.invalidField(name, "is not an email address").asException()));
    }
    return addresses;
  }

  /// A `Message-ID` without its angle brackets.
  static @Nullable String messageId(String field, @Nullable String value) {
    if (value != null && !MESSAGE_ID.matcher(value).matches()) {
      throw Problem.invalidField(field, "is a Message-ID such as <id@example.com>").asException();
    }
    return value == null ? null : value.replaceAll("^<|>$", "");
  }

  static @Nullable List<String> messageIds(String field, @Nullable List<String> values) {
    if (values == null) {
      return null;
    }
    if (values.size() > REFERENCES_MAX) {
      throw Problem.invalidField(field, "has at most " + REFERENCES_MAX + " ids").asException();
    }
    var ids = new ArrayList<String>();
    for (String value : values) {
      ids.add(String.valueOf(messageId(field, value)));
    }
    return ids;
  }

  /// Labels in order, each once; null and empty are the same.
  static @Nullable List<String> labels(@Nullable List<String> labels) {
    if (labels == null || labels.isEmpty()) {
      return null;
    }
    if (labels.size() > Labels.AT_ONCE_MAX) {
      throw Problem.invalidField("labels", "has at most " + Labels.AT_ONCE_MAX + " labels")
          .asException();
    }
    for (int i = 0; i < labels.size(); i++) {
      if (!Labels.isLabel(labels.get(i))) {
        throw Problem.invalidField("labels[" + i + "]", Labels.RULE).asException();
      }
    }
    return List.copyOf(new TreeSet<>(labels));
  }
}
