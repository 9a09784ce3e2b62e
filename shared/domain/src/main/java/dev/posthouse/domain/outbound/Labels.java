package dev.posthouse.domain.outbound;

import java.util.regex.Pattern;

/// What conversations may be labelled with.
public final class Labels {
  /// Most labels one request adds or takes away.
  public static final int AT_ONCE_MAX = 20;

  /// Most labels of one conversation.
  public static final int PER_CONVERSATION_MAX = 50;

  /// What [#isLabel] asks for, for a person.
  public static final String RULE =
      "begins with a letter or digit and has up to 50 letters, digits, blanks, . _ : / -";

  private static final Pattern LABEL = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:/-]{0,49}");

  private Labels() {}

  /// Whether that can be a label.
  public static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }
}
