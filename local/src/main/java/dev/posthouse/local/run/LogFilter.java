package dev.posthouse.local.run;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Lets through only lines that tell of an error.
final class LogFilter extends OutputStream {
  private final PrintStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private LogFilter(PrintStream out) {
    this.out = out;
  }

  /// The functions' log: all of it, or its errors only.
  static PrintStream of(PrintStream out, boolean quiet) {
    return quiet ? new PrintStream(new LogFilter(out), true, StandardCharsets.UTF_8) : out;
  }

  @Override
  public synchronized void write(int octet) {
    if (octet != '\n') {
      line.write(octet);
      return;
    }
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.contains("\"level\":\"ERROR\"") || !text.startsWith("{")) {
      out.println(text);
    }
  }
}
