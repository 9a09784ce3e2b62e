package dev.posthouse.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One page of a list behind a filter.
///
/// A request looks at [#LOOKED_AT_MAX] rows or a few more and no further, however few of them pass
/// the filter: a page may be short or empty and still have a next one. So a request costs the same
/// however long the list is.
///
/// @param next the place to go on behind; null at the end of the list
record Page<T, P>(List<T> rows, @Nullable P next) {
  /// When a request has looked at enough.
  static final int LOOKED_AT_MAX = 500;

  private static final int STEP = 100;

  /// Rows of a list in its order.
  interface Source<T, P> {
    /// The rows behind that place, or from the beginning: as many as asked for, fewer only where
    /// the list ends.
    List<T> behind(Optional<P> place, int rows);
  }

  /// Reads a page.
  ///
  /// @param filter those of some rows that are asked for, in the same order; empty: all are
  /// @param place where a row is in the list
  static <T, P> Page<T, P> read(
      Source<T, P> source,
      Optional<UnaryOperator<List<T>>> filter,
      Function<T, P> place,
      Optional<P> from,
      int limit) {
    // One more than asked for tells whether there is a next page.
    int step = filter.isPresent() ? Math.max(STEP, limit + 1) : limit + 1;
    var found = new ArrayList<T>();
    Optional<P> behind = from;
    for (int looked = 0; looked < LOOKED_AT_MAX; looked += step) {
      List<T> rows = source.behind(behind, step);
      found.addAll(filter.isPresent() ? filter.get().apply(rows) : rows);
      if (found.size() > limit) {
        List<T> page = List.copyOf(found.subList(0, limit));
        return new Page<>(page, place.apply(page.getLast()));
      }
      if (rows.size() < step) {
        return new Page<>(List.copyOf(found), null);
      }
      behind = Optional.of(place.apply(rows.getLast()));
    }
    return new Page<>(List.copyOf(found), behind.orElse(null));
  }
}
