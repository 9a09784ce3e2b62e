package dev.posthouse.mail.inbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Messages as mail systems really write them, in `src/test/resources/corpus`: each `.eml` beside a
/// `.txt` that tells what has to be read of it.
final class Corpus {
  static final Path FOLDER = Path.of("src/test/resources/corpus");

  private Corpus() {}

  static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".eml"))
          .map(name -> name.substring(0, name.length() - ".eml".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] message(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name + ".eml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path expectation(String name) {
    return FOLDER.resolve(name + ".txt");
  }
}
