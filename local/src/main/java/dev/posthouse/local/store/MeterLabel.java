package dev.posthouse.local.store;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// What the requests of this thread are counted under: a route or a function.
///
/// Threads started meanwhile, virtual ones too, inherit the label of the thread that starts them;
/// threads of a pool keep the one they were started with.
public final class MeterLabel {
  /// What is counted when no label is set.
  public static final String NONE = "other";

  private static final InheritableThreadLocal<String> CURRENT = new InheritableThreadLocal<>();

  private MeterLabel() {}

  /// The label of this thread, or [#NONE].
  public static String current() {
    String label = CURRENT.get();
    return label == null ? NONE : label;
  }

  /// Calls with the label set, and puts back what was set before.
  ///
  /// @throws Exception whatever the call throws
  public static <T extends @Nullable Object> T call(String label, Callable<T> call)
      throws Exception {
    String before = CURRENT.get();
    CURRENT.set(label);
    try {
      return call.call();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }
}
