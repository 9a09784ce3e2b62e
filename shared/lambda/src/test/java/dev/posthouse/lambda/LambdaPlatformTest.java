package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LambdaPlatformTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Platform platform =
      new LambdaPlatform(
          Map.of("TABLE_NAME", "t"),
          InstantSource.fixed(TestPlatform.NOW),
          new PrintStream(out, true, StandardCharsets.UTF_8));

  @Test
  void aClientIsBuiltWhenFirstAskedForAndOncePerType() {
    AtomicInteger built = new AtomicInteger();

    StringBuilder first =
        platform.client(
            StringBuilder.class, () -> new StringBuilder().append(built.incrementAndGet()));
    StringBuilder second =
        platform.client(
            StringBuilder.class, () -> new StringBuilder().append(built.incrementAndGet()));
    AtomicInteger other = platform.client(AtomicInteger.class, AtomicInteger::new);

    assertThat(second).isSameAs(first);
    assertThat(other).hasValue(0);
    assertThat(built).hasValue(1);
  }

  @Test
  void settingsTimeAndLogAreThoseOfTheProcess() {
    platform.log().info("hello");

    assertThat(platform.settings()).containsEntry("TABLE_NAME", "t");
    assertThat(platform.clock().instant()).isEqualTo(TestPlatform.NOW);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"message\":\"hello\"");
  }

  @Test
  void everyPlatformHasRandomnessOfItsOwn() {
    assertThat(Platform.lambda().random().nextLong())
        .isNotEqualTo(Platform.lambda().random().nextLong());
  }
}
