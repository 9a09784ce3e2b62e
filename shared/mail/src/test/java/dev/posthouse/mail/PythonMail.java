package dev.posthouse.mail;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Python's `email` module as a second reader, where `python3` is installed.
final class PythonMail {
  private PythonMail() {}

  /// What Python tells of each message, one JSON object a line; empty if there is no Python.
  static Optional<List<String>> read(List<byte[]> messages) throws IOException {
    Path script = Files.createTempFile("parse_mail", ".py");
    Path answers = Files.createTempFile("parsed", ".jsonl");
    try (InputStream source = PythonMail.class.getResourceAsStream("/parse_mail.py")) {
      if (source == null) {
        throw new IOException("parse_mail.py is not on the class path");
      }
      Files.write(script, source.readAllBytes());
      Process python;
      try {
        python =
            new ProcessBuilder("python3", script.toString())
                .redirectOutput(answers.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
      } catch (IOException notInstalled) {
        return Optional.empty();
      }
      try (OutputStream in = new BufferedOutputStream(python.getOutputStream())) {
        for (byte[] message : messages) {
          in.write((message.length + "\n").getBytes(StandardCharsets.US_ASCII));
          in.write(message);
        }
      }
      if (python.waitFor() != 0) {
        throw new IOException("python3 ended with " + python.exitValue());
      }
      return Optional.of(Files.readAllLines(answers));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    } finally {
      Files.delete(script);
      Files.delete(answers);
    }
  }
}
