package dev.posthouse.local.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// A simulation as a page of its own: charts drawn as SVG, each with its figures in the table below
/// them. No script, nothing loaded.
final class HtmlReport {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 200;
  private static final int LEFT = 60;
  private static final int BOTTOM = 24;
  private static final int TOP = 10;
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
      svg{width:100%;height:auto}text{font:11px system-ui,sans-serif;fill:currentColor}
      table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
      th,td{text-align:right;padding:.1rem .5rem;border-bottom:1px solid #8884}
      pre{overflow:auto}:root{color-scheme:light dark}
      .grid{stroke:#8884}.a{stroke:#0a7ea4}.b{stroke:#c2410c}.c{stroke:#6d28d9}.d{stroke:#15803d}
      .a,.b,.c,.d{fill:none;stroke-width:2}.b{stroke-dasharray:6 3}.c{stroke-dasharray:2 3}
      """;

  private HtmlReport() {}

  /// A line of a chart.
  private record Line(String name, String style, ToDoubleFunction<DayFigures> value) {}

  static String of(Simulation.Result result) {
    var page = new StringBuilder();
    String title =
        "%d days of %d %s identities: %s"
            .formatted(
                result.settings().days(),
                result.settings().identities(),
                result.settings().tier().name(),
                result.settings().scenario().wire());
    page.append("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
        .append(title)
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n<h1>")
        .append(title)
        .append("</h1>\n<pre>")
        .append(TextReport.of(result))
        .append("</pre>\n");
    chart(
        page,
        "Messages a day",
        result,
        List.of(
            new Line("wanted", "b", DayFigures::wanted),
            new Line("capacity", "a", DayFigures::capacity),
            new Line("sent", "d", DayFigures::sent),
            new Line("refused", "c", DayFigures::refused)));
    chart(
        page,
        "Stage and health of the mailboxes that send, mean",
        result,
        List.of(
            new Line("stage", "a", DayFigures::meanStage),
            new Line("health", "b", DayFigures::meanHealth)));
    chart(
        page,
        "Mailboxes in repair, identities stopped",
        result,
        List.of(
            new Line("in repair", "a", DayFigures::inRepair),
            new Line("stopped", "b", DayFigures::stopped)));
    chart(
        page,
        "What befell mailboxes",
        result,
        List.of(
            new Line("setbacks", "b", DayFigures::setbacks),
            new Line("pulled", "c", DayFigures::pulled),
            new Line("recovered", "d", DayFigures::recovered),
            new Line("replaced", "a", DayFigures::replaced)));
    table(page, result);
    return page.toString();
  }

  private static void chart(
      StringBuilder page, String title, Simulation.Result result, List<Line> lines) {
    double top = 1;
    for (DayFigures day : result.days()) {
      for (Line line : lines) {
        top = Math.max(top, line.value().applyAsDouble(day));
      }
    }
    page.append("<h2>").append(title).append("</h2>\n");
    page.append(
        format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s; the figures are in the"
                + " table\">%n",
            WIDTH, HEIGHT, title));
    for (int quarter = 0; quarter <= 4; quarter++) {
      double value = top * quarter / 4;
      double y = y(value, top);
      page.append(
          format(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>%n",
              LEFT, WIDTH, y, y, LEFT - 6, y + 4, value));
    }
    for (Line line : lines) {
      var points = new ArrayList<String>();
      for (int day = 0; day < result.days().size(); day++) {
        double value = line.value().applyAsDouble(result.days().get(day));
        points.add(format("%.1f,%.1f", x(day, result.days().size()), y(value, top)));
      }
      page.append(
          format(
              "<polyline class=\"%s\" points=\"%s\"><title>%s</title></polyline>%n",
              line.style(), String.join(" ", points), line.name()));
    }
    page.append(
        format(
            "<text x=\"%d\" y=\"%d\">day 0</text>"
                + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">day %d</text>%n</svg>%n<p>",
            LEFT, HEIGHT - 6, WIDTH, HEIGHT - 6, result.days().size() - 1));
    for (Line line : lines) {
      page.append(
          format(
              "<svg viewBox=\"0 0 30 10\" style=\"width:30px\" aria-hidden=\"true\">"
                  + "<polyline class=\"%s\" points=\"0,5 30,5\"/></svg> %s &nbsp; ",
              line.style(), line.name()));
    }
    page.append("</p>\n");
  }

  private static double x(int day, int days) {
    return LEFT + (double) (WIDTH - LEFT) * day / Math.max(1, days - 1);
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top;
  }

  private static void table(StringBuilder page, Simulation.Result result) {
    page.append("<h2>All days</h2>\n<table><thead><tr>");
    for (String head :
        List.of(
            "day",
            "wanted",
            "capacity",
            "sent",
            "refused",
            "stage",
            "health",
            "sending",
            "in repair",
            "stopped",
            "setbacks",
            "pulled",
            "recovered",
            "replaced")) {
      page.append("<th scope=\"col\">").append(head).append("</th>");
    }
    page.append("</tr></thead><tbody>\n");
    for (int day = 0; day < result.days().size(); day++) {
      DayFigures f = result.days().get(day);
      page.append(
          format(
              "<tr><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%.1f</td>"
                  + "<td>%.1f</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td>"
                  + "<td>%d</td><td>%d</td></tr>%n",
              day,
              f.wanted(),
              f.capacity(),
              f.sent(),
              f.refused(),
              f.meanStage(),
              f.meanHealth(),
              f.sending(),
              f.inRepair(),
              f.stopped(),
              f.setbacks(),
              f.pulled(),
              f.recovered(),
              f.replaced()));
    }
    page.append("</tbody></table>\n</html>\n");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern.replace("%n", "\n"), values);
  }
}
