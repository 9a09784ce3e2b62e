package dev.posthouse.local.simulate;

import dev.posthouse.domain.identity.Tier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Lets identities live for some days, each on its own, and adds their days up. The same settings
/// give the same figures.
///
/// @param share the part of an identity's cap that somebody wants to send a day
record Simulation(int days, int identities, Tier tier, Scenario scenario, long seed, double share) {
  /// The day it begins; any would do, as long as it is always the same.
  static final LocalDate FIRST_DAY = LocalDate.of(2030, 1, 1);

  /// Hears how far it is.
  interface Progress {
    /// So many of all identities are done.
    void at(int identitiesDone);
  }

  /// What came of it.
  ///
  /// @param days all identities together, day by day
  record Result(Simulation settings, List<DayFigures> days) {
    Result {
      days = List.copyOf(days);
    }

    DayFigures total() {
      return days.stream().reduce(DayFigures.NONE, DayFigures::plus);
    }
  }

  Result run(Progress progress) throws InterruptedException {
    List<List<DayFigures>> lives = new ArrayList<>();
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<List<DayFigures>>> futures =
          IntStream.range(0, identities)
              .mapToObj(number -> executor.submit(() -> life(number)))
              .toList();
      for (Future<List<DayFigures>> future : futures) {
        lives.add(future.get());
        progress.at(lives.size());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("an identity's life ended early", e.getCause());
    }
    var sums = new ArrayList<DayFigures>();
    for (int day = 0; day < days; day++) {
      int at = day;
      sums.add(lives.stream().map(life -> life.get(at)).reduce(DayFigures.NONE, DayFigures::plus));
    }
    return new Result(this, sums);
  }

  private List<DayFigures> life(int number) {
    var identity = new SimulatedIdentity(number, scenario, tier, seed, FIRST_DAY);
    var lived = new ArrayList<DayFigures>();
    for (int day = 0; day < days; day++) {
      lived.add(identity.live(day, FIRST_DAY.plusDays(day), share));
    }
    return lived;
  }
}
