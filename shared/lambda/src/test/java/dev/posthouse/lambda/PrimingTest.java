package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crac.CheckpointException;
import org.crac.Context;
import org.crac.Resource;
import org.crac.RestoreException;
import org.junit.jupiter.api.Test;

final class PrimingTest {
  /// Checkpoints on demand, as the runtime does before the snapshot.
  static final class Snapshots extends Context<Resource> {
    private final List<Resource> resources = new ArrayList<>();

    @Override
    public void register(Resource resource) {
      resources.add(resource);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws CheckpointException {
      for (Resource resource : resources) {
        try {
          resource.beforeCheckpoint(this);
        } catch (Exception failure) {
          throw new CheckpointException();
        }
      }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) throws RestoreException {
      for (Resource resource : resources) {
        try {
          resource.afterRestore(this);
        } catch (Exception failure) {
          throw new RestoreException();
        }
      }
    }
  }

  private final TestPlatform platform = new TestPlatform(Map.of());
  private final Snapshots snapshots = new Snapshots();
  private final List<String> done = new ArrayList<>();

  @Test
  void workIsDoneBeforeTheSnapshotAndNotAgainAfterIt() throws Exception {
    Priming.register(snapshots, platform, () -> done.add("primed"));
    assertThat(done).isEmpty();

    snapshots.beforeCheckpoint(snapshots);
    snapshots.afterRestore(snapshots);

    assertThat(done).containsExactly("primed");
  }

  @Test
  void workThatFailsIsLoggedAndStopsNothing() {
    Priming.register(
        snapshots,
        platform,
        () -> {
          throw new IllegalStateException("no table");
        });

    assertThatCode(() -> snapshots.beforeCheckpoint(snapshots)).doesNotThrowAnyException();
    assertThat(platform.logged()).contains("priming failed").contains("no table");
  }

  @Test
  void nothingHappensWhereThereIsNoSnapshot() {
    Priming.beforeSnapshot(platform, () -> done.add("primed"));

    assertThat(done).isEmpty();
  }
}
