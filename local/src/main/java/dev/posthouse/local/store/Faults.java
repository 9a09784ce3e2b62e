package dev.posthouse.local.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/// The faults that are to strike, and when. Whoever imitates a dependency asks before each request.
///
/// Seeded: the same faults asked in the same order strike at the same places. Thread-safe.
public final class Faults {
  /// What is faulty.
  public enum Target {
    DYNAMODB,
    SES,
    /// Events of SES and of EventBridge on their way to whoever listens.
    EVENTS,
    /// Batches of the table's stream on their way to a function.
    STREAM,
    FACILITATOR
  }

  /// In what way.
  public enum Kind {
    /// Refused for now; nothing is applied.
    THROTTLE,
    /// No answer, and nothing applied.
    TIMEOUT_BEFORE,
    /// No answer, although it was applied.
    TIMEOUT_AFTER,
    /// DynamoDB: a transaction is in flight on one of the items; nothing is applied.
    TRANSACTION_CONFLICT,
    /// An event that never arrives.
    DROP,
    /// An event, or a batch, that arrives twice.
    DUPLICATE,
    /// An event that later ones overtake.
    REORDER,
    /// The function dies at the request, before or after it was applied.
    CRASH
  }

  /// One fault. Of the same target and kind there is only one at a time.
  ///
  /// @param rate the share of requests that it strikes, 0 to 1
  /// @param count how often it strikes at most
  /// @param seed of the draws
  /// @param at the route or function whose requests it strikes, as [MeterLabel] names it; empty for
  ///   everybody's
  public record Fault(
      Target target, Kind kind, double rate, long count, long seed, Optional<String> at) {
    public Fault {
      if (!(rate >= 0 && rate <= 1)) {
        throw new IllegalArgumentException("rate is not between 0 and 1: " + rate);
      }
      if (count < 0) {
        throw new IllegalArgumentException("count is below zero: " + count);
      }
      if (at.isPresent() && target != Target.DYNAMODB) {
        throw new IllegalArgumentException("at is told of requests to DynamoDB only");
      }
    }

    /// A fault that strikes everybody's requests.
    public Fault(Target target, Kind kind, double rate, long count, long seed) {
      this(target, kind, rate, count, seed, Optional.empty());
    }

    /// A fault that strikes every request until it has done so `count` times.
    public static Fault times(Target target, Kind kind, long count) {
      return new Fault(target, kind, 1, count, 0);
    }

    /// Reads `{"target","kind","rate"?,"count"?,"seed"?,"at"?}`. Case, spaces, `-` and `_` in the
    /// names do not matter. Without rate and count it strikes always.
    ///
    /// @throws IllegalArgumentException if a field is missing, unknown or out of range
    public static Fault parse(JsonNode json) {
      for (String name : json.propertyNames()) {
        if (!List.of("target", "kind", "rate", "count", "seed", "at").contains(name)) {
          throw new IllegalArgumentException("unknown field of a fault: " + name);
        }
      }
      return new Fault(
          named(Target.values(), json.path("target").asString(""), "target"),
          named(Kind.values(), json.path("kind").asString(""), "kind"),
          json.path("rate").asDouble(1),
          json.path("count").asLong(Long.MAX_VALUE),
          json.path("seed").asLong(0),
          json.path("at").asStringOpt());
    }

    private static <E extends Enum<E>> E named(E[] values, String name, String field) {
      for (E value : values) {
        if (plain(value.name()).equals(plain(name))) {
          return value;
        }
      }
      throw new IllegalArgumentException(
          "unknown %s of a fault: '%s', known are %s".formatted(field, name, List.of(values)));
    }

    private static String plain(String name) {
      return name.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }
  }

  private record Slot(Target target, Kind kind) {}

  private static final class Armed {
    private final Fault fault;
    private final SplittableRandom random;
    private long left;

    private Armed(Fault fault) {
      this.fault = fault;
      this.random = new SplittableRandom(fault.seed());
      this.left = fault.count();
    }

    private boolean strikes() {
      if (left == 0
          || fault.at().filter(label -> !label.equals(MeterLabel.current())).isPresent()
          || random.nextDouble() >= fault.rate()) {
        return false;
      }
      left--;
      return true;
    }
  }

  private final Map<Slot, Armed> armed = new HashMap<>();
  private final Map<Kind, Long> struck = new EnumMap<>(Kind.class);

  /// Sets one fault, in place of the one of the same target and kind.
  public synchronized void set(Fault fault) {
    armed.put(new Slot(fault.target(), fault.kind()), new Armed(fault));
  }

  /// Sets these faults and no others.
  public synchronized void setAll(List<Fault> faults) {
    armed.clear();
    faults.forEach(this::set);
  }

  /// Sets what a request body says: one fault (in place of its like), a list of faults (in place of
  /// all), or nothing at all, an empty object or an empty list, which ends all faults.
  ///
  /// @throws IllegalArgumentException as [Fault#parse]; then nothing has changed
  public void set(JsonNode json) {
    if (json.isMissingNode() || json.isNull() || json.isEmpty()) {
      clear();
    } else if (json.isArray()) {
      List<Fault> faults = new ArrayList<>();
      json.forEach(each -> faults.add(Fault.parse(each)));
      setAll(faults);
    } else {
      set(Fault.parse(json));
    }
  }

  /// Ends all faults and forgets how often they struck.
  public synchronized void clear() {
    armed.clear();
    struck.clear();
  }

  /// The faults that are set, those used up included.
  public synchronized List<Fault> set() {
    return armed.values().stream().map(each -> each.fault).toList();
  }

  /// How often faults of that kind have struck since the last [#clear].
  public synchronized long struck(Kind kind) {
    return struck.getOrDefault(kind, 0L);
  }

  /// Whether a fault of that kind strikes the request at hand. Each call is one draw.
  public synchronized boolean strikes(Target target, Kind kind) {
    Armed fault = armed.get(new Slot(target, kind));
    if (fault == null || !fault.strikes()) {
      return false;
    }
    struck.merge(kind, 1L, Long::sum);
    return true;
  }

  /// The first of these kinds that strikes the request at hand, if any.
  public Optional<Kind> strike(Target target, Kind... kinds) {
    for (Kind kind : kinds) {
      if (strikes(target, kind)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /// An even chance, drawn from the fault's own seed.
  public synchronized boolean evenChance(Target target, Kind kind) {
    Armed fault = armed.get(new Slot(target, kind));
    return fault != null && fault.random.nextBoolean();
  }
}
