package dev.posthouse.mail.inbound;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The id that SES answers a send with, and how it stands in the mail: SES replaces the
/// `Message-ID` of what it sends by `<id@email.amazonses.com>` in us-east-1 and by
/// `<id@region.amazonses.com>` elsewhere.
public final class SesMessageId {
  private static final Pattern ID =
      Pattern.compile(
          "<?([0-9A-Za-z-]{10,100})@(?:email|[a-z]{2}(?:-[a-z]{2,12}){1,3}-\\d{1,2})\\.amazonses\\.com>?",
          Pattern.CASE_INSENSITIVE);

  private SesMessageId() {}

  /// The id of SES within a `Message-ID`, empty if SES did not set that one.
  public static Optional<String> of(String messageId) {
    Matcher id = ID.matcher(messageId.strip());
    return id.matches() ? Optional.of(id.group(1)) : Optional.empty();
  }
}
