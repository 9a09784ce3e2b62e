package dev.posthouse.lambda;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// Work done before the SnapStart snapshot is taken, so that no request pays for it.
public final class Priming {
  // Contexts may hold their resources weakly, and nobody else holds these.
  private static final Set<Resource> KEPT = ConcurrentHashMap.newKeySet();

  private Priming() {}

  /// Runs `work` before the snapshot; does nothing where there will be none. A failure is logged
  /// and does not fail the deployment.
  ///
  /// Nothing unique may be made in it (ids, keys, seeds), and nothing written: every environment
  /// restored from the snapshot would share it.
  public static void beforeSnapshot(Platform platform, Runnable work) {
    register(Core.getGlobalContext(), platform, work);
  }

  static void register(Context<Resource> context, Platform platform, Runnable work) {
    Resource resource =
        new Resource() {
          @Override
          public void beforeCheckpoint(Context<? extends Resource> ignored) {
            try {
              work.run();
            } catch (RuntimeException failure) {
              platform.log().warn("priming failed", failure);
            }
          }

          @Override
          public void afterRestore(Context<? extends Resource> ignored) {
            // Nothing: what is unique is made per request.
          }
        };
    KEPT.add(resource);
    context.register(resource);
  }
}
