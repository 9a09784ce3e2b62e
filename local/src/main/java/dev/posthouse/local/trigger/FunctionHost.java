package dev.posthouse.local.trigger;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.posthouse.lambda.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Runs the real handler classes, as Lambda does.
///
/// An instance serves one call at a time, so concurrent calls get instances of their own, and a
/// later call gets one that is free. A call that threw keeps its instance; after a crash (any
/// [Error]) or a timeout the instance is gone.
public final class FunctionHost implements Functions {
  /// Runs a call, so that what it does can be counted under a label.
  @FunctionalInterface
  public interface Labelled {
    /// Runs `call` on this thread, under `label`.
    void run(String label, Runnable call);
  }

  private final Labelled labelled;
  private final PrintStream log;
  private volatile Map<String, Hosted> functions = Map.of();

  /// A host without functions.
  ///
  /// @param log where failures are told
  public FunctionHost(Labelled labelled, PrintStream log) {
    this.labelled = labelled;
    this.log = log;
  }

  /// Takes functions in, and makes an instance of each, so that the first call need not.
  ///
  /// @param platforms what a function is given by the place it runs in
  /// @throws IllegalStateException naming a function whose handler cannot be made, and why
  public void start(Collection<FunctionSpec> specs, Function<FunctionSpec, Platform> platforms) {
    functions =
        specs.parallelStream()
            .map(spec -> new Hosted(spec, platforms.apply(spec), new ConcurrentLinkedDeque<>()))
            .peek(hosted -> hosted.free().push(hosted.make()))
            .collect(
                Collectors.toUnmodifiableMap(hosted -> hosted.spec().name(), hosted -> hosted));
  }

  /// @throws IllegalArgumentException if there is no such function
  @Override
  public Outcome invoke(String function, String label, byte[] payload) {
    Hosted hosted = functions.get(function);
    if (hosted == null) {
      throw new IllegalArgumentException("no function " + function);
    }
    String requestId = UUID.randomUUID().toString();
    RequestStreamHandler taken = hosted.free().poll();
    RequestStreamHandler handler = taken != null ? taken : hosted.make();
    long deadline = System.nanoTime() + hosted.spec().timeout().toNanos();
    var context = new LocalContext(hosted.spec(), requestId, deadline, log);

    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .name(function)
            .start(() -> labelled.run(label, () -> run(handler, payload, context, answer)));
    try {
      byte[] bytes = answer.get(hosted.spec().timeout().toNanos(), TimeUnit.NANOSECONDS);
      hosted.free().push(handler);
      return new Returned(requestId, bytes);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof Error)) {
        hosted.free().push(handler);
      }
      return failed(function, requestId, String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      thread.interrupt();
      return failed(function, requestId, "timed out after " + hosted.spec().timeout());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return failed(function, requestId, "interrupted");
    }
  }

  private Failed failed(String function, String requestId, String reason) {
    log.println(function + " " + requestId + " failed: " + reason);
    return new Failed(requestId, reason);
  }

  @SuppressWarnings("CatchingUnchecked") // A handler may throw anything; Lambda survives it too.
  private static void run(
      RequestStreamHandler handler,
      byte[] payload,
      LocalContext context,
      CompletableFuture<byte[]> answer) {
    var out = new ByteArrayOutputStream();
    try {
      handler.handleRequest(new ByteArrayInputStream(payload), out, context);
      answer.complete(out.toByteArray());
    } catch (Throwable thrown) {
      answer.completeExceptionally(thrown);
    }
  }

  private record Hosted(FunctionSpec spec, Platform platform, Deque<RequestStreamHandler> free) {
    RequestStreamHandler make() {
      try {
        Class<?> type = Class.forName(spec.handler());
        return Binding.of(type.getConstructor(Platform.class).newInstance(platform));
      } catch (InvocationTargetException e) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        throw new IllegalStateException(
            spec.name()
                + " cannot be made: "
                + Objects.requireNonNullElse(cause.getMessage(), cause.toString()),
            cause);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            spec.name()
                + ": "
                + spec.handler()
                + " is no public class with a constructor that"
                + " takes a Platform",
            e);
      }
    }
  }
}
