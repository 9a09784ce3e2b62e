package dev.posthouse.lambda;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Structured log: one line of JSON per event, `{"time","level","message",…fields}`.
///
/// An identity's handle is written in clear and lower case, so that one search finds all its lines.
/// Other people's addresses go through [#address]. Secrets are not written at all.
///
/// ```java
/// log.identity(handle).with("job", jobId).info("accepted");
/// ```
public final class Log {
  /// Longest stack written, in characters: CloudWatch splits nothing below 1 MB, but bills by size.
  static final int STACK_MAX = 16_000;

  private final PrintStream out;
  private final InstantSource clock;
  private final boolean addressesInClear;
  private final Map<String, Object> fields;

  /// A log without fields, that masks addresses.
  public Log(PrintStream out, InstantSource clock) {
    this(out, clock, false, Map.of());
  }

  private Log(
      PrintStream out, InstantSource clock, boolean addressesInClear, Map<String, Object> fields) {
    this.out = out;
    this.clock = clock;
    this.addressesInClear = addressesInClear;
    this.fields = fields;
  }

  /// This log, that shows or masks addresses.
  public Log addressesInClear(boolean clear) {
    return new Log(out, clock, clear, fields);
  }

  /// This log with an address of somebody else on each line, [masked][#masked] unless the operator
  /// wants to see it.
  public Log address(String name, String address) {
    return with(name, addressesInClear ? address : masked(address));
  }

  /// This log with one more field on each line; a null value adds none.
  public Log with(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new Log(out, clock, addressesInClear, more);
  }

  /// This log with these fields on each line.
  public Log with(Map<String, ?> more) {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.putAll(more);
    return new Log(out, clock, addressesInClear, all);
  }

  /// This log with the field `identity`, the handle in clear and lower case.
  public Log identity(String handle) {
    return with("identity", handle.toLowerCase(Locale.ROOT));
  }

  /// Something that happened as it should.
  public void info(String message) {
    write("INFO", message, null);
  }

  /// Something an operator may want to know.
  public void warn(String message) {
    write("WARN", message, null);
  }

  /// As [#warn(String)], with the stack of its cause.
  public void warn(String message, Throwable cause) {
    write("WARN", message, cause);
  }

  /// Something that must not happen, with the stack of its cause.
  public void error(String message, Throwable cause) {
    write("ERROR", message, cause);
  }

  /// An address that can be told apart but not written to: `a***@example.com`.
  public static String masked(String address) {
    int at = address.lastIndexOf('@');
    if (at < 1) {
      return "***";
    }
    int first = address.offsetByCodePoints(0, 1);
    return address.substring(0, Math.min(first, at)) + "***" + address.substring(at);
  }

  private void write(String level, String message, @Nullable Throwable cause) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", clock.instant());
    line.put("level", level);
    line.put("message", message);
    fields.forEach(line::putIfAbsent);
    if (cause != null) {
      line.put("error", cause.getClass().getName());
      line.put("stack", stack(cause));
    }
    byte[] bytes = (Json.encode(line) + "\n").getBytes(StandardCharsets.UTF_8);
    // One call, so that lines of concurrent requests do not mix.
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  private static String stack(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    String stack = text.toString();
    return stack.length() <= STACK_MAX ? stack : stack.substring(0, STACK_MAX);
  }
}
