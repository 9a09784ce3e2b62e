package dev.posthouse.local.trigger;

import java.time.Duration;
import java.util.Map;

/// A function as the template describes it.
///
/// @param name its logical id
/// @param handler the handler's class name
/// @param environment its settings, resolved
/// @param memoryMb memory in MB, which is told to the handler and not enforced
/// @param timeout after which an invocation is given up
/// @param retriesMax how often an asynchronous call is tried again after a failure
public record FunctionSpec(
    String name,
    String handler,
    Map<String, String> environment,
    int memoryMb,
    Duration timeout,
    int retriesMax) {
  public FunctionSpec {
    environment = Map.copyOf(environment);
  }
}
