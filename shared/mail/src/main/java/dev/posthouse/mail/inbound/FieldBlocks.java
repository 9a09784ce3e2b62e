package dev.posthouse.mail.inbound;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Blocks of header-like fields with blank lines between them, as the machine-readable parts of
/// reports have them (RFC 3464 §2.1, RFC 5965 §3).
final class FieldBlocks {
  private static final int BLOCKS_MAX = InboundLimits.REPORTED_MAX + 20;
  private static final int FIELDS_MAX = 100;

  private final List<HeaderFields> blocks = new ArrayList<>();
  private final List<HeaderField> block = new ArrayList<>();

  private FieldBlocks() {}

  static List<HeaderFields> read(String text) {
    FieldBlocks blocks = new FieldBlocks();
    text.lines().takeWhile(line -> blocks.blocks.size() < BLOCKS_MAX).forEach(blocks::take);
    blocks.end();
    return blocks.blocks;
  }

  private void take(String line) {
    int colon = line.indexOf(':');
    if (line.isBlank()) {
      end();
    } else if (Character.isWhitespace(line.charAt(0)) && !block.isEmpty()) {
      HeaderField last = block.removeLast();
      String longer = last.value() + " " + line.strip();
      block.add(
          new HeaderField(last.name(), CleanText.cut(longer, InboundLimits.DIAGNOSTIC_CHARS_MAX)));
    } else if (colon > 0 && block.size() < FIELDS_MAX) {
      String value = CleanText.line(line.substring(colon + 1));
      block.add(
          new HeaderField(
              line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
              CleanText.cut(value, InboundLimits.DIAGNOSTIC_CHARS_MAX)));
    }
  }

  private void end() {
    if (!block.isEmpty()) {
      blocks.add(new HeaderFields(block));
      block.clear();
    }
  }
}
