package dev.posthouse.local.conventions;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// All modules at once: to read their classes takes longer than to look at them. The local run is
/// left out; it is the world that the others are handed.
final class ConventionsTest implements Conventions {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final List<Path> MODULES =
      Stream.of("shared", "functions").flatMap(ConventionsTest::modules).toList();

  private static final JavaClasses CLASSES = read();

  @Override
  public JavaClasses classes() {
    return CLASSES;
  }

  @Override
  public List<Path> sources() {
    return Stream.concat(MODULES.stream(), Stream.of(ROOT.resolve("local")))
        .map(module -> module.resolve("src"))
        .toList();
  }

  /// What tests are made of owns its randomness: all of it is seeded.
  @Override
  public Set<String> worldly() {
    Stream<String> contracts =
        CLASSES.stream().map(JavaClass::getSimpleName).filter(name -> name.endsWith("Contract"));
    return Stream.concat(
            contracts, Stream.of("AdmissionRace", "Deployment", "FakeStore", "Fixtures"))
        .collect(toUnmodifiableSet());
  }

  @Test
  void noModuleIsLeftOut() {
    assertThat(MODULES).hasSizeGreaterThan(20).allMatch(module -> Files.isDirectory(built(module)));
  }

  private static Stream<Path> modules(String group) {
    try (Stream<Path> folders = Files.list(ROOT.resolve(group))) {
      return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path built(Path module) {
    return module.resolve("target/classes");
  }

  /// The rules look at names alone, so what the classes refer to is not read: that takes seconds.
  private static JavaClasses read() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .importPaths(MODULES.stream().map(ConventionsTest::built).toList());
  }
}
