package dev.posthouse.domain.purse;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How many recipients outside a tenant may write to in any hour and in any 24 hours. The windows
/// roll: they end now, whenever that is.
///
/// @param hourly most of any hour, empty if there is no such limit
/// @param daily most of any 24 hours, empty if there is no such limit
public record Quota(OptionalInt hourly, OptionalInt daily) {
  /// No limit.
  public static final Quota NONE = new Quota(OptionalInt.empty(), OptionalInt.empty());

  /// Largest limit there is: about as many a day as a tenant's purse takes one after the other.
  public static final int LIMIT_MAX = 1_000_000;

  /// @throws IllegalArgumentException if a limit is not within 1 and [#LIMIT_MAX]
  public Quota {
    check(hourly);
    check(daily);
  }

  private static void check(OptionalInt limit) {
    if (limit.isPresent() && (limit.getAsInt() < 1 || limit.getAsInt() > LIMIT_MAX)) {
      throw new IllegalArgumentException("a rolling limit is 1 to " + LIMIT_MAX + ", or absent");
    }
  }

  /// A window's length. Wire form: the lower-case name.
  public enum Window {
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofHours(24));

    private final Duration length;

    Window(Duration length) {
      this.length = length;
    }

    /// How long it is.
    public Duration length() {
      return length;
    }
  }

  /// A limit that has no room.
  ///
  /// @param used recipients in the window now
  /// @param max most it may hold
  /// @param until when there is room
  public record Full(Window window, int used, int max, Instant until) {}

  /// Most of any window of that length.
  public OptionalInt limit(Window window) {
    return switch (window) {
      case HOUR -> hourly;
      case DAY -> daily;
    };
  }

  /// How many of the latest moments tell all these limits ask.
  public int memory() {
    return Math.max(hourly.orElse(0), daily.orElse(0));
  }

  /// The first limit that could never hold so many at once.
  public Optional<Window> tooSmallFor(int recipients) {
    return limited().stream()
        .filter(window -> recipients > limit(window).orElse(0))
        .min(Comparator.comparingInt(window -> limit(window).orElse(0)));
  }

  /// The limit that has no room for so many more now; of several, the one that has it last.
  public Optional<Full> full(Moments moments, int recipients, Instant now) {
    var full = new ArrayList<Full>();
    for (Window window : limited()) {
      int max = limit(window).orElse(0);
      moments
          .blockedUntil(recipients, max, window.length(), now)
          .ifPresent(
              until -> full.add(new Full(window, moments.count(window.length(), now), max, until)));
    }
    return full.stream().max(Comparator.comparing(Full::until).thenComparing(Full::window));
  }

  private List<Window> limited() {
    return List.of(Window.values()).stream().filter(window -> limit(window).isPresent()).toList();
  }
}
