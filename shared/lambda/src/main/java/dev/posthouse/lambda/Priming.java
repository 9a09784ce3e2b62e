package dev.posthouse.lambda;

/// Work done before the SnapStart snapshot is taken, so that no request pays for it.
public final class Priming {
  private Priming() {}

  /// Runs `work` before the snapshot; does nothing where there will be none. A failure is logged
  /// and does not fail the deployment.
  ///
  /// Nothing unique may be made in it (ids, keys, seeds), and nothing written: every environment
  /// restored from the snapshot would share it.
  public static void beforeSnapshot(Platform platform, Runnable work) {}
}
