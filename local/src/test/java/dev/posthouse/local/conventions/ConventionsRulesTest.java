package dev.posthouse.local.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.broken.Leaning;
import dev.posthouse.local.conventions.broken.ClockReader;
import dev.posthouse.local.conventions.broken.DiceRoller;
import dev.posthouse.local.conventions.broken.EnvironmentReader;
import dev.posthouse.local.conventions.broken.JobDataManager;
import dev.posthouse.local.conventions.broken.LoggerOwner;
import dev.posthouse.local.conventions.broken.Talker;
import dev.posthouse.local.conventions.broken.TrustedWiring;
import dev.posthouse.local.conventions.broken.unmarked.Unmarked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each rule is broken once: a rule that finds nothing and a rule that looks at nothing read the
/// same.
final class ConventionsRulesTest {
  @Test
  void noClassesAtAllAreNoticed() {
    assertBroken(Conventions::thereAreClassesToCheck);
  }

  @Test
  void everyWayToReadTheClockIsNoticed() {
    assertBroken(Conventions::onlyWiringAndPlatformsTouchTheClock, ClockReader.class)
        .hasMessageContaining("ClockReader.now()")
        .hasMessageContaining("ClockReader.today()")
        .hasMessageContaining("ClockReader.millis()")
        .hasMessageContaining("ClockReader.clock()")
        .hasMessageContaining("ClockReader.source()")
        .hasMessageContaining("ClockReader.<init>()");
  }

  @Test
  void everyWayToDrawRandomnessIsNoticed() {
    assertBroken(Conventions::onlyWiringAndPlatformsDrawRandomness, DiceRoller.class)
        .hasMessageContaining("java.util.UUID.randomUUID")
        .hasMessageContaining("java.util.Random.<init>")
        .hasMessageContaining("java.security.SecureRandom.<init>")
        .hasMessageContaining("ThreadLocalRandom.current")
        .hasMessageContaining("RandomGenerator.getDefault")
        .hasMessageContaining("java.lang.Math.random");
  }

  @Test
  void readingTheEnvironmentIsNoticed() {
    assertBroken(Conventions::onlyWiringAndPlatformsReadTheEnvironment, EnvironmentReader.class);
  }

  @Test
  void printingIsNoticed() {
    assertBroken(Conventions::onlyTheLogPrints, Talker.class)
        .hasMessageContaining("java.lang.System.out")
        .hasMessageContaining("java.lang.System.err");
  }

  @Test
  void theLoggingOfTheJdkIsNoticed() {
    assertBroken(Conventions::onlyTheLogPrints, LoggerOwner.class)
        .hasMessageContaining("java.util.logging.Logger");
  }

  @Test
  void wiringMayTouchTheWorld() {
    Class<?>[] wiring = {TrustedWiring.class, TrustedWiring.class.getDeclaredClasses()[0]};

    assertHolds(Conventions::onlyWiringAndPlatformsTouchTheClock, wiring);
    assertHolds(Conventions::onlyWiringAndPlatformsDrawRandomness, wiring);
    assertHolds(Conventions::onlyWiringAndPlatformsReadTheEnvironment, wiring);
    assertHolds(Conventions::onlyTheLogPrints, wiring);
  }

  @Test
  void aDomainThatLeansOnOthersIsNoticed() {
    assertBroken(Conventions::theDomainDependsOnNothing, Leaning.class)
        .hasMessageContaining("TestAbortedException");
    assertHolds(Conventions::theDomainDependsOnNothing, EmailAddress.class, Talker.class);
  }

  @Test
  void emptyNamesAreNoticed() {
    assertBroken(
            Conventions::noNameSaysNothing, JobDataManager.class, JobDataManager.MailboxDTO.class)
        .hasMessageContaining("JobDataManager")
        .hasMessageContaining("MailboxDTO");
  }

  @Test
  void aNameIsTakenWordByWord() {
    assertThat(Conventions.World.words("HTTPDataURLInfo2Manager"))
        .containsExactly("http", "data", "url", "info2", "manager");
    assertThat(Conventions.World.words("Metadata")).containsExactly("metadata");
  }

  @Test
  void aPackageThatIsNotNullMarkedIsNoticed() {
    assertBroken(Conventions::everyPackageIsNullMarked, Unmarked.class)
        .hasMessageContaining("dev.posthouse.local.conventions.broken.unmarked");
  }

  @Test
  void aMethodMayHaveSeventyLinesAndNoMore(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("Fits.java"), methodOf(70));
    assertThat(MethodLengths.over(70, List.of(directory))).isEmpty();

    Files.writeString(directory.resolve("Long.java"), methodOf(71));
    assertThat(MethodLengths.over(70, List.of(directory)))
        .containsExactly("Long.java:5 endless has 71 lines");
  }

  private static String methodOf(int lines) {
    return "package p;\n\nclass C {\n  /// Not part of the method.\n  void endless() {\n"
        + "    work();\n".repeat(lines - 2)
        + "  }\n}\n";
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertBroken(
      Consumer<Conventions> rule, Class<?>... types) {
    Conventions conventions = of(types);
    return assertThatThrownBy(() -> rule.accept(conventions)).isInstanceOf(AssertionError.class);
  }

  private static void assertHolds(Consumer<Conventions> rule, Class<?>... types) {
    rule.accept(of(types));
  }

  private static Conventions of(Class<?>... types) {
    JavaClasses classes = new ClassFileImporter().importClasses(List.of(types));
    return () -> classes;
  }
}
