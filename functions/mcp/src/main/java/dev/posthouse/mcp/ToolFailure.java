package dev.posthouse.mcp;

import java.io.Serial;

/// Ends a tool's call with something the model can read and act on.
final class ToolFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String code;
  private final String fix;

  /// @param code of our problems
  /// @param detail what went wrong
  /// @param fix what to do next
  ToolFailure(String code, String detail, String fix) {
    super(detail, null, false, false);
    this.code = code;
    this.fix = fix;
  }

  String code() {
    return code;
  }

  /// All of it in one line: code, what went wrong, what to do next.
  String text() {
    return code + ": " + getMessage() + " Next: " + fix;
  }
}
