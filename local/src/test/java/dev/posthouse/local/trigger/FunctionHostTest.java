package dev.posthouse.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import dev.posthouse.local.trigger.Functions.Failed;
import dev.posthouse.local.trigger.Functions.Outcome;
import dev.posthouse.local.trigger.Functions.Returned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FunctionHostTest {
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final PrintStream log = new PrintStream(logged, true, StandardCharsets.UTF_8);
  private final FunctionHost host = new FunctionHost((_, call) -> call.run(), log);

  @Test
  void eventsAreBoundToTheHandlersTypes() {
    host(Typed.class);

    assertThat(text(call("{\"time\":\"2026-03-01T09:00:00Z\",\"detail\":{\"a\":1}}")))
        .isEqualTo("\"2026-03-01T09:00:00.000Z 1\"");
  }

  @Test
  void aHandlerIsToldOfItsCall() {
    host(Told.class);

    assertThat(text(call("{}"))).matches("f 512 true [0-9a-f-]{36}");
  }

  @Test
  void anExceptionIsAFailureAndKeepsTheInstance() {
    host(Moody.class);

    assertThat(text(call("ok"))).isEqualTo("1");
    assertThat(call("throw")).isInstanceOf(Failed.class);
    assertThat(text(call("ok"))).isEqualTo("3");
    assertThat(logged.toString(StandardCharsets.UTF_8)).contains("f ").contains("failed");
  }

  @Test
  void aCrashTakesTheInstanceWithIt() {
    host(Moody.class);

    assertThat(text(call("ok"))).isEqualTo("1");
    assertThat(call("crash")).isInstanceOf(Failed.class);
    assertThat(text(call("ok"))).isEqualTo("1");
  }

  @Test
  void aCallThatTakesTooLongIsGivenUpAndItsInstanceWithIt() {
    host(Moody.class, Duration.ofMillis(100));

    assertThat(call("wait")).isInstanceOf(Failed.class);
    assertThat(text(call("ok"))).isEqualTo("1");
  }

  @Test
  void anInstanceServesOneCallAtATime() throws Exception {
    host(Meeting.class);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Each waits for the other: with one instance, or one after the other, neither would end.
      List<Future<Outcome>> both =
          List.of(threads.submit(() -> call("")), threads.submit(() -> call("")));
      for (Future<Outcome> each : both) {
        assertThat(text(each.get())).isEqualTo("1");
      }
    }
  }

  @Test
  void aHandlerThatCannotBeMadeIsNamed() {
    assertThatThrownBy(() -> host(String.class)).hasMessageContaining("java.lang.String");
  }

  @Test
  void aHandlerThatRefusesItsSettingsIsNamedWithItsReason() {
    assertThatThrownBy(() -> host(Unset.class))
        .hasMessageContaining("f cannot be made: The setting COLOUR cannot be read: \"x\"");
    assertThatThrownBy(() -> host(Silent.class))
        .hasMessageContaining("f cannot be made: java.lang.UnsupportedOperationException");
  }

  private void host(Class<?> handler) {
    host(handler, Duration.ofSeconds(20));
  }

  private void host(Class<?> handler, Duration timeout) {
    host.start(
        List.of(new FunctionSpec("f", handler.getName(), Map.of(), 512, timeout, 2)),
        _ -> new NoPlatform());
  }

  private Outcome call(String payload) {
    return host.invoke("f", "f", payload.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Returned.class);
    return new String(((Returned) outcome).payload(), StandardCharsets.UTF_8);
  }

  public static final class Typed implements RequestHandler<ScheduledEvent, String> {
    public Typed(Platform platform) {}

    @Override
    public String handleRequest(ScheduledEvent event, Context context) {
      return event.getTime() + " " + event.getDetail().get("a");
    }
  }

  public static final class Told implements RequestStreamHandler {
    public Told(Platform platform) {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
        throws IOException {
      int left = context.getRemainingTimeInMillis();
      String text =
          "%s %d %s %s"
              .formatted(
                  context.getFunctionName(),
                  context.getMemoryLimitInMB(),
                  left > 0 && left <= 20_000,
                  context.getAwsRequestId());
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  public static final class Moody implements RequestStreamHandler {
    private int calls;

    public Moody(Platform platform) {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
        throws IOException {
      calls++;
      switch (new String(in.readAllBytes(), StandardCharsets.UTF_8)) {
        case "throw" -> throw new IllegalStateException("thrown");
        case "crash" -> throw new StackOverflowError("crashed");
        case "wait" -> {
          try {
            new CountDownLatch(1).await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        default -> out.write(Integer.toString(calls).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  public static final class Meeting implements RequestStreamHandler {
    private static final CountDownLatch BOTH = new CountDownLatch(2);

    private final AtomicInteger calls = new AtomicInteger();

    public Meeting(Platform platform) {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
        throws IOException {
      BOTH.countDown();
      try {
        assertThat(BOTH.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      out.write(Integer.toString(calls.incrementAndGet()).getBytes(StandardCharsets.UTF_8));
    }
  }

  public static final class Unset implements RequestStreamHandler {
    public Unset(Platform platform) {
      throw new IllegalArgumentException("The setting COLOUR cannot be read: \"x\"");
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) {}
  }

  public static final class Silent implements RequestStreamHandler {
    public Silent(Platform platform) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) {}
  }

  private record NoPlatform() implements Platform {
    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public InstantSource clock() {
      return InstantSource.fixed(Instant.EPOCH);
    }

    @Override
    public RandomGenerator random() {
      return RandomGenerator.getDefault();
    }

    @Override
    public <C> C client(Class<C> type, Supplier<C> make) {
      return make.get();
    }

    @Override
    public Log log() {
      return new Log(System.err, clock());
    }
  }
}
