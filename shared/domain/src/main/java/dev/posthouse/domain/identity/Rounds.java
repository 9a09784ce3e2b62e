package dev.posthouse.domain.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Goes through all identities that have a pool, every part of the rounds on a thread of its own.
///
/// One identity's trouble does not hold up the others. Who is not reached in time is reached by the
/// next round: what is done to an identity is done once, however often the rounds come by.
public final class Rounds {
  private static final int PAGE = 100;

  private final Identities identities;

  public Rounds(Identities identities) {
    this.identities = identities;
  }

  /// What came of a round.
  ///
  /// @param visited identities that were looked after
  /// @param failed those where something went wrong
  /// @param complete whether there was time for all of them
  public record Round(int visited, int failed, boolean complete) {}

  /// Goes through all of them.
  ///
  /// @param visit what to do with one
  /// @param failure hears what went wrong with one
  /// @param timeLeft whether there is time for another
  public Round go(
      Consumer<IdentityId> visit,
      BiConsumer<IdentityId, RuntimeException> failure,
      BooleanSupplier timeLeft) {
    var tally = new Tally();
    List<Future<?>> parts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int shard = 0; shard < Identities.SHARDS; shard++) {
        int part = shard;
        parts.add(threads.submit(() -> goThrough(part, visit, failure, timeLeft, tally)));
      }
    }
    for (Future<?> part : parts) {
      if (part.state() == Future.State.FAILED) {
        throw new IllegalStateException("a part of the rounds was given up", part.exceptionNow());
      }
    }
    return new Round(tally.visited.get(), tally.failed.get(), tally.complete.get());
  }

  private void goThrough(
      int part,
      Consumer<IdentityId> visit,
      BiConsumer<IdentityId, RuntimeException> failure,
      BooleanSupplier timeLeft,
      Tally tally) {
    List<IdentityId> page = List.of();
    do {
      Optional<IdentityId> after = page.isEmpty() ? Optional.empty() : Optional.of(page.getLast());
      page = identities.rounds(part, after, PAGE);
      for (IdentityId id : page) {
        if (!timeLeft.getAsBoolean()) {
          tally.complete.set(false);
          return;
        }
        tally.visited.incrementAndGet();
        try {
          visit.accept(id);
        } catch (RuntimeException e) {
          tally.failed.incrementAndGet();
          failure.accept(id, e);
        }
      }
    } while (page.size() == PAGE);
  }

  private static final class Tally {
    private final AtomicInteger visited = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicBoolean complete = new AtomicBoolean(true);
  }
}
