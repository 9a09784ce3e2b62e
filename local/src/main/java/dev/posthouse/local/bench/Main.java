package dev.posthouse.local.bench;

import dev.posthouse.local.store.Meter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// `./posthouse bench`: accepting a send, beside the raw calls it needs, in turns on one table.
public final class Main {
  private static final String USAGE =
      """
      Usage: ./posthouse bench [--sends 2000]

        --sends N   how many sends each side makes, with one thread and again with eight
      """;

  private static final int SENDS = 2_000;
  private static final int SENDS_MIN = 200;

  /// Sends of one side before it is the other's turn: short, so that both see the same machine.
  private static final int TURN = 100;

  private static final int METERED = 100;

  // As shells and getopt programs end after a wrong flag.
  private static final int WRONG_USE = 2;

  // us-east-1, on demand.
  private static final double DOLLARS_PER_WRITE_UNIT = 0.625e-6;
  private static final double DOLLARS_PER_READ_UNIT = 0.125e-6;

  private static final PrintStream OUT = System.out;

  private Main() {}

  /// Runs once and prints what it saw.
  public static void main(String[] words) throws IOException {
    int sends;
    try {
      sends = sends(List.of(words));
    } catch (IllegalArgumentException e) {
      System.err.println("posthouse: " + e.getMessage());
      System.err.print(USAGE);
      System.exit(WRONG_USE);
      return;
    }
    Path home = Path.of(System.getProperty("posthouse.home", ""));
    try (BenchSystem system = BenchSystem.start(home)) {
      OUT.printf(
          "Accepting a send to a known recipient with an idempotency key, beside the raw calls it%n"
              + "needs: GetItem (key) and BatchGetItem at once, then TransactWriteItems.%n%n");
      // The first turns are the compiler's.
      turns(system, 1, sends);
      for (int threads : new int[] {1, 8}) {
        print(threads, turns(system, threads, sends));
      }
      print(system.metered(METERED));
    }
  }

  private static int sends(List<String> words) {
    if (words.isEmpty()) {
      return SENDS;
    }
    if (words.size() != 2
        || !words.getFirst().equals("--sends")
        || !words.getLast().matches("[0-9]{1,7}")
        || Integer.parseInt(words.getLast()) < SENDS_MIN) {
      throw new IllegalArgumentException("--sends takes a number from " + SENDS_MIN);
    }
    return Integer.parseInt(words.getLast());
  }

  /// What both sides took, turn by turn.
  private record Both(Samples handler, Samples raw) {}

  private static Both turns(BenchSystem system, int threads, int sends) {
    var both = new Both(new Samples(), new Samples());
    for (int done = 0; done < sends; done += TURN) {
      both.handler().take(threads, TURN, system::send);
      both.raw().take(threads, TURN, system::raw);
    }
    return both;
  }

  private static void print(int threads, Both both) {
    Samples handler = both.handler();
    Samples raw = both.raw();
    OUT.printf(
        Locale.ROOT,
        "%-18s %10s %10s %8s%n",
        threads == 1 ? "1 thread" : threads + " threads",
        "handler",
        "raw calls",
        "ratio");
    row("p50, ms", handler.millis(0.5), raw.millis(0.5));
    row("p99, ms", handler.millis(0.99), raw.millis(0.99));
    row("sends a second", handler.perSecond(), raw.perSecond());
    row("CPU a send, ms", handler.cpuMillis(), raw.cpuMillis());
    OUT.println();
  }

  private static void row(String name, double handler, double raw) {
    OUT.printf(Locale.ROOT, "  %-16s %10.2f %10.2f %8.2f%n", name, handler, raw, handler / raw);
  }

  private static void print(Meter.Usage usage) {
    double write = usage.wru() / METERED;
    double read = usage.rru() / METERED;
    OUT.printf(
        Locale.ROOT,
        "On the meter, a send: %.1f requests, %.1f write units, %.1f read units; $%.2f a"
            + " million.%n",
        (double) usage.requests() / METERED,
        write,
        read,
        1e6 * (write * DOLLARS_PER_WRITE_UNIT + read * DOLLARS_PER_READ_UNIT));
    OUT.println(
        "CPU is that of the whole process: DynamoDB Local runs inside it and is most of it.");
  }
}
