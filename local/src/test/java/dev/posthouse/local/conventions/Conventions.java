package dev.posthouse.local.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What holds in every module and neither javac nor a module edge can say.
interface Conventions {
  /// Most lines of a method, its signature and closing brace included.
  int METHOD_LINES_MAX = 70;

  /// Words no name of a class is made of: they say that it does something, not what.
  Set<String> BANNED_WORDS =
      Set.of("manager", "service", "util", "utils", "helper", "impl", "dto", "data", "info");

  /// The classes of all modules, tests left out.
  JavaClasses classes();

  /// The folders of all sources, tests' too.
  default List<Path> sources() {
    return List.of();
  }

  /// Names of further classes that may touch the world: the local run makes its platform of more
  /// than one.
  default Set<String> worldly() {
    return Set.of();
  }

  /// A rule about no classes always holds, so this one comes first.
  @Test
  default void thereAreClassesToCheck() {
    assertThat(classes()).isNotEmpty();
  }

  /// Elsewhere time arrives through constructors, so that tests and the local run own it.
  @Test
  default void onlyWiringAndPlatformsTouchTheClock() {
    assertThat(accesses(this::mayNotTouchTheWorld, World::isClock)).isEmpty();
  }

  /// Elsewhere randomness arrives through constructors, so that tests and the local run own it.
  @Test
  default void onlyWiringAndPlatformsDrawRandomness() {
    assertThat(accesses(this::mayNotTouchTheWorld, World::isRandomness)).isEmpty();
  }

  /// Elsewhere settings arrive through constructors: two systems in one process may differ.
  @Test
  default void onlyWiringAndPlatformsReadTheEnvironment() {
    assertThat(accesses(this::mayNotTouchTheWorld, World::isEnvironment)).isEmpty();
  }

  /// What is printed past the log has no request id, and is not JSON.
  @Test
  default void onlyTheLogPrints() {
    Predicate<JavaClass> bound =
        type -> mayNotTouchTheWorld(type) && !outermost(type).equals("Log") && !hasMain(type);

    assertThat(accesses(bound, World::isPrinting)).isEmpty();
    assertThat(dependencies(type -> true, target -> target.startsWith("java.util.logging")))
        .isEmpty();
  }

  /// The domain knows the JDK and itself.
  @Test
  default void theDomainDependsOnNothing() {
    List<String> own = List.of("java", "org.jspecify.annotations", World.DOMAIN);

    assertThat(
            dependencies(
                type -> within(type.getPackageName(), World.DOMAIN),
                target -> own.stream().noneMatch(known -> within(target, known))))
        .isEmpty();
  }

  /// A name says what a thing is.
  @Test
  default void noNameSaysNothing() {
    assertThat(
            classes().stream()
                .filter(type -> !type.isAnonymousClass())
                .map(JavaClass::getSimpleName)
                .filter(name -> World.words(name).anyMatch(BANNED_WORDS::contains)))
        .isEmpty();
  }

  /// Where a package is not marked, NullAway checks nothing.
  @Test
  default void everyPackageIsNullMarked() {
    JavaClasses classes = classes();

    assertThat(
            classes.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .filter(name -> !nullMarked(classes, name + ".package-info")))
        .isEmpty();
  }

  /// A method is read at once, or not at all.
  @Test
  default void methodsFitOnAScreen() {
    assertThat(MethodLengths.over(METHOD_LINES_MAX, sources())).isEmpty();
  }

  private static boolean nullMarked(JavaClasses classes, String packageInfo) {
    return classes.contain(packageInfo)
        && classes.get(packageInfo).isAnnotatedWith(NullMarked.class);
  }

  private boolean mayNotTouchTheWorld(JavaClass type) {
    String name = outermost(type);
    return !name.endsWith("Wiring") && !name.endsWith("Platform") && !worldly().contains(name);
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(Conventions::outermost).orElse(type.getSimpleName());
  }

  private static boolean hasMain(JavaClass type) {
    return type.tryGetMethod("main", String[].class).isPresent();
  }

  private static boolean within(String packageName, String outer) {
    return packageName.equals(outer) || packageName.startsWith(outer + ".");
  }

  private List<String> accesses(Predicate<JavaClass> origin, Predicate<AccessTarget> forbidden) {
    return classes().stream()
        .filter(origin)
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(access -> forbidden.test(access.getTarget()))
        .map(JavaAccess::getDescription)
        .sorted()
        .toList();
  }

  private List<String> dependencies(Predicate<JavaClass> origin, Predicate<String> forbidden) {
    return classes().stream()
        .filter(origin)
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> forbidden.test(targetPackage(dependency)))
        .map(Dependency::getDescription)
        .sorted()
        .toList();
  }

  private static String targetPackage(Dependency dependency) {
    JavaClass target = dependency.getTargetClass().getBaseComponentType();
    return target.isPrimitive() ? "java.lang" : target.getPackageName();
  }

  /// What lies outside the code.
  final class World {
    static final String DOMAIN = "dev.posthouse.domain";

    private static final Set<String> RANDOM_TYPES =
        Set.of(
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.security.SecureRandom",
            "java.util.concurrent.ThreadLocalRandom");

    private World() {}

    static boolean isClock(AccessTarget target) {
      String owner = target.getOwner().getName();
      return switch (target.getName()) {
        case "now" -> owner.startsWith("java.time.") && !takesAClock(target);
        case "currentTimeMillis" -> owner.equals("java.lang.System");
        case "<init>" -> owner.equals("java.util.Date");
        default ->
            target.getName().startsWith("system")
                && (owner.equals("java.time.Clock") || owner.equals("java.time.InstantSource"));
      };
    }

    private static boolean takesAClock(AccessTarget target) {
      return target instanceof AccessTarget.CodeUnitAccessTarget method
          && method.getRawParameterTypes().stream()
              .anyMatch(type -> type.getName().equals("java.time.Clock"));
    }

    static boolean isRandomness(AccessTarget target) {
      String owner = target.getOwner().getName();
      return switch (target.getName()) {
        case "randomUUID" -> owner.equals("java.util.UUID");
        case "random" -> owner.equals("java.lang.Math") || owner.equals("java.lang.StrictMath");
        case "<init>", "current", "getInstance", "getInstanceStrong" ->
            RANDOM_TYPES.contains(owner);
        case "getDefault", "of" -> owner.startsWith("java.util.random.RandomGenerator");
        default -> false;
      };
    }

    static boolean isEnvironment(AccessTarget target) {
      return target.getOwner().getName().equals("java.lang.System")
          && target.getName().equals("getenv");
    }

    static boolean isPrinting(AccessTarget target) {
      return switch (target.getName()) {
        case "out", "err" -> target.getOwner().getName().equals("java.lang.System");
        case "printStackTrace" -> true;
        default -> false;
      };
    }

    /// The words of a name in camel case, in lower case.
    static Stream<String> words(String name) {
      return Stream.of(name.split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_", -1))
          .map(word -> word.toLowerCase(Locale.ROOT));
    }
  }
}
