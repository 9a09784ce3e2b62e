package dev.posthouse.local.simulate;

import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// `./posthouse simulate`: weeks of mail in seconds, against made-up recipient providers.
public final class Main {
  private static final int WRONG_USE = 2;
  private static final int BAR = 40;
  private static final int PERCENT = 100;
  private static final PrintStream OUT = System.out;

  private Main() {}

  /// Runs, prints, and draws where asked to.
  public static void main(String[] words) throws IOException, InterruptedException {
    Map<String, String> flags;
    Simulation simulation;
    try {
      flags = flags(List.of(words));
      simulation = simulation(flags);
    } catch (IllegalArgumentException e) {
      System.err.println("posthouse: " + e.getMessage());
      System.err.print(usage());
      System.exit(WRONG_USE);
      return;
    }
    Simulation.Result result = simulation.run(done -> bar(done, simulation.identities()));
    OUT.print(TextReport.of(result));
    Optional<String> out = Optional.ofNullable(flags.get("--out"));
    if (out.isPresent()) {
      Files.writeString(Path.of(out.get()), HtmlReport.of(result));
      OUT.println("Drawn in " + out.get());
    }
  }

  private static Map<String, String> flags(List<String> words) {
    List<String> known =
        List.of("--days", "--identities", "--tier", "--scenario", "--load", "--seed", "--out");
    Map<String, String> flags = new HashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      if (!known.contains(words.get(i)) || i + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(i) + " is no flag with a value");
      }
      flags.put(words.get(i), words.get(i + 1));
    }
    return flags;
  }

  private static Simulation simulation(Map<String, String> flags) {
    String tierName = flags.getOrDefault("--tier", "pro");
    Tier tier =
        Tiers.standard()
            .find(tierName)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "--tier is one of " + String.join(", ", Tiers.standard().names())));
    Scenario scenario =
        Scenario.find(flags.getOrDefault("--scenario", "good"))
            .orElseThrow(() -> new IllegalArgumentException("--scenario is one of " + scenarios()));
    return new Simulation(
        number(flags, "--days", 60, 365),
        number(flags, "--identities", 20, 500),
        tier,
        scenario,
        number(flags, "--seed", 1, Integer.MAX_VALUE),
        (double) number(flags, "--load", 90, 200) / PERCENT);
  }

  private static int number(Map<String, String> flags, String name, int absent, int max) {
    String text = flags.getOrDefault(name, Integer.toString(absent));
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > max) {
      throw new IllegalArgumentException(name + " is a number from 1 to " + max);
    }
    return Integer.parseInt(text);
  }

  private static String usage() {
    return """
    Usage: ./posthouse simulate [flags]

      --days 60              how many days to live through, 1 to 365
      --identities 20        how many identities, 1 to 500
      --tier pro             their tier
      --scenario good        %s
      --load 90              how much of its cap each wants to send a day, in percent
      --seed 1               the same seed gives the same bytes
      --out FILE             also draw it, as a page of its own
    """
        .formatted(scenarios());
  }

  private static String scenarios() {
    return Arrays.stream(Scenario.values()).map(Scenario::wire).collect(Collectors.joining(", "));
  }

  /// On a terminal only, and beside what is printed. Its contract still lets there be no console.
  @SuppressWarnings("SystemConsoleNull")
  private static void bar(int done, int all) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return;
    }
    int filled = BAR * done / all;
    System.err.printf(
        "\r[%s%s] %d of %d identities%s",
        "#".repeat(filled), "-".repeat(BAR - filled), done, all, done == all ? "\n" : "");
  }
}
