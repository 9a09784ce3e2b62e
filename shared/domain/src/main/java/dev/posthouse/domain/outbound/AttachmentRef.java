package dev.posthouse.domain.outbound;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file that travels with a message: what is known of it. Its bytes are in the [Attachments].
///
/// @param id `att_`, the rest of its message's id, `_`, and its number in the message
/// @param filename without a path, safe to save under
/// @param contentType `type/subtype`, lower case
/// @param sizeBytes before any transfer encoding
/// @param contentId what HTML refers to it by, for inline images
public record AttachmentRef(
    String id, String filename, String contentType, long sizeBytes, @Nullable String contentId) {
  /// What every such id begins with.
  public static final String PREFIX = "att_";

  /// Most files of one message that is sent.
  public static final int PER_MESSAGE_MAX = 20;

  private static final Pattern SHAPE =
      Pattern.compile(PREFIX + "([0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{16,32})_([0-9]{1,3})");

  /// The id of a message's file with that number.
  public static String idOf(MessageId message, int number) {
    return PREFIX + message.value().substring(MessageId.PREFIX.length()) + "_" + number;
  }

  /// The message a file belongs to; empty if that is no such id.
  public static Optional<MessageId> messageOf(String id) {
    Matcher matcher = SHAPE.matcher(id);
    return matcher.matches()
        ? Optional.of(new MessageId(MessageId.PREFIX + matcher.group(1)))
        : Optional.empty();
  }

  /// The same file as part of another message.
  public AttachmentRef in(MessageId message, int number) {
    return new AttachmentRef(idOf(message, number), filename, contentType, sizeBytes, contentId);
  }
}
