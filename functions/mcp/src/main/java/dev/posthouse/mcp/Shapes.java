package dev.posthouse.mcp;

import java.util.List;

/// Shapes in few words.
final class Shapes {
  /// Any text.
  static final Shape TEXT = new Shape.Text(0, 0);

  /// Texts.
  static final Shape TEXTS = new Shape.Many(TEXT, 0, 0);

  /// Any count.
  static final Shape COUNT = new Shape.Whole(0, Long.MAX_VALUE);

  private Shapes() {}

  /// An object with those fields and no other.
  static Shape.Fields closed(Shape.Field... fields) {
    return new Shape.Fields(List.of(fields), false);
  }

  static Shape.Field required(String name, Shape shape) {
    return new Shape.Field(name, shape, true, "");
  }

  static Shape.Field optional(String name, Shape shape) {
    return new Shape.Field(name, shape, false, "");
  }
}
