package dev.posthouse.testing;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.stream.Stream;

class ConventionsTest implements Conventions {
  /// What tests are made of owns its randomness: all of it is seeded.
  @Override
  public Set<String> worldly() {
    Stream<String> contracts =
        classes().stream().map(JavaClass::getSimpleName).filter(name -> name.endsWith("Contract"));
    return Stream.concat(contracts, Stream.of("AdmissionRace", "FakeStore", "Fixtures"))
        .collect(toUnmodifiableSet());
  }
}
