package dev.posthouse.local.trigger;

/// Functions that can be called by name.
public interface Functions {
  /// Calls a function and waits for its end.
  ///
  /// @param function its logical id
  /// @param label what its use of the table is counted under
  /// @param payload the event, as JSON
  Outcome invoke(String function, String label, byte[] payload);

  /// How a call ended.
  sealed interface Outcome {
    /// The id of the call, as the function has seen it.
    String requestId();
  }

  /// The function returned.
  ///
  /// @param payload what it returned, as JSON
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  record Returned(String requestId, byte[] payload) implements Outcome {}

  /// The function threw, crashed, or took too long.
  ///
  /// @param reason for people
  record Failed(String requestId, String reason) implements Outcome {}
}
