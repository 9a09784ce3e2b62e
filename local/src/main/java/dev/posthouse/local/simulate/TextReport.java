package dev.posthouse.local.simulate;

import java.util.Locale;

/// A simulation as a table, a row for every few days.
final class TextReport {
  private static final int ROWS = 15;

  private TextReport() {}

  static String of(Simulation.Result result) {
    var text = new StringBuilder();
    Simulation settings = result.settings();
    text.append(
        format(
            "%d identities of tier %s for %d days, scenario %s, seed %d.%n%s%n%n",
            settings.identities(),
            settings.tier().name(),
            settings.days(),
            settings.scenario().wire(),
            settings.seed(),
            settings.scenario().text()));
    text.append(
        format(
            "%4s %9s %9s %9s %9s %6s %7s %8s %7s %7s%n",
            "day",
            "wanted",
            "capacity",
            "sent",
            "refused",
            "stage",
            "health",
            "sending",
            "repair",
            "stopped"));
    int step = Math.max(1, settings.days() / ROWS);
    for (int day = 0; day < settings.days(); day += step) {
      text.append(row(day, result.days().get(day)));
    }
    if ((settings.days() - 1) % step != 0) {
      text.append(row(settings.days() - 1, result.days().getLast()));
    }
    return text.append(summary(result)).toString();
  }

  private static String row(int day, DayFigures figures) {
    return format(
        "%4d %9d %9d %9d %9d %6.1f %7.1f %8d %7d %7d%n",
        day,
        figures.wanted(),
        figures.capacity(),
        figures.sent(),
        figures.refused(),
        figures.meanStage(),
        figures.meanHealth(),
        figures.sending(),
        figures.inRepair(),
        figures.stopped());
  }

  private static String summary(Simulation.Result result) {
    DayFigures total = result.total();
    double kept =
        total.known() == 0 ? 100 : 100.0 * (total.known() - total.reassigned()) / total.known();
    return format(
        "%n%d sent, %d refused, %d over a cap.%n"
            + "%d setbacks, %d pulled, %d recovered, %d replaced.%n"
            + "%.2f %% of messages to known people came from the same mailbox as before.%n",
        total.sent(),
        total.refused(),
        total.overCap(),
        total.setbacks(),
        total.pulled(),
        total.recovered(),
        total.replaced(),
        kept);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern.replace("%n", "\n"), values);
  }
}
