package dev.posthouse.domain.pool;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How well a mailbox does, 0 to 100, and every line that took something from the 100.
///
/// Over two weeks that fade, with a prior, so that small numbers do not lie: one bounce of three
/// sends proves little. A mailbox of ninety sends a day cannot measure a tenth of a percent, so one
/// complaint weighs little and the second a lot.
///
/// @param lines what it lost, and for what; none at 100
public record Health(int score, List<Line> lines) {
  private static final double FULL = 100;
  private static final double BOUNCE_PRIOR = 0.5;
  private static final double BOUNCE_PRIOR_SENDS = 50;
  private static final double BOUNCE_FREE_PERCENT = 1;
  private static final double BOUNCE_FACTOR = 8;
  private static final double BOUNCE_MAX = 60;
  private static final double COMPLAINT_PRIOR = 0.4;
  private static final double COMPLAINT_PRIOR_SENDS = 2000;
  private static final double COMPLAINT_FREE_PERCENT = 0.02;
  private static final double COMPLAINT_FACTOR = 500;
  private static final double COMPLAINT_MAX = 80;
  private static final double DEFERRAL_FREE_PERCENT = 2;
  private static final double DEFERRAL_FACTOR = 2;
  private static final double DEFERRAL_MAX = 20;
  private static final double NOT_AUTHENTICATED = 40;
  private static final double LOW_FINDING = 20;
  private static final double HIGH_FINDING = 50;

  public Health {
    lines = List.copyOf(lines);
  }

  /// One thing that took something.
  ///
  /// @param rule `hard_bounces`, `complaints`, `deferrals`, `authentication`, `finding` or
  ///   `provider`
  /// @param points how much, to a tenth
  /// @param why the figures behind it
  public record Line(String rule, double points, String why) {}

  /// The health on a day, by what is known of it and the two weeks up to it.
  public static Health of(Signs signs, LocalDate day) {
    Track.Weighed weighed = signs.track().weighed(day);
    var lines = new ArrayList<Line>();
    double bounces =
        FULL * (weighed.hardBounces() + BOUNCE_PRIOR) / (weighed.sent() + BOUNCE_PRIOR_SENDS);
    add(
        lines,
        "hard_bounces",
        Math.min(BOUNCE_MAX, BOUNCE_FACTOR * (bounces - BOUNCE_FREE_PERCENT)),
        figures(weighed.hardBounces(), weighed.sent(), bounces, BOUNCE_FREE_PERCENT));
    double complaints =
        FULL * (weighed.complaints() + COMPLAINT_PRIOR) / (weighed.sent() + COMPLAINT_PRIOR_SENDS);
    add(
        lines,
        "complaints",
        Math.min(COMPLAINT_MAX, COMPLAINT_FACTOR * (complaints - COMPLAINT_FREE_PERCENT)),
        figures(weighed.complaints(), weighed.sent(), complaints, COMPLAINT_FREE_PERCENT));
    double deferrals = weighed.sent() == 0 ? 0 : FULL * weighed.deferrals() / weighed.sent();
    add(
        lines,
        "deferrals",
        Math.min(DEFERRAL_MAX, DEFERRAL_FACTOR * (deferrals - DEFERRAL_FREE_PERCENT)),
        figures(weighed.deferrals(), weighed.sent(), deferrals, DEFERRAL_FREE_PERCENT));
    if (!signs.authenticated()) {
      add(lines, "authentication", NOT_AUTHENTICATED, "the domain's DNS records are not in order");
    }
    switch (signs.finding()) {
      case LOW -> add(lines, "finding", LOW_FINDING, "SES's advisor has a finding of low impact");
      case HIGH ->
          add(lines, "finding", HIGH_FINDING, "SES's advisor has a finding of high impact");
      case NONE -> {
        // Nothing to take off.
      }
    }
    double lost = lines.stream().mapToDouble(Line::points).sum();
    return new Health((int) Math.round(Math.max(0, FULL - lost)), lines);
  }

  /// What the score means for the mailbox.
  public Band band() {
    return Band.of(score);
  }

  private static void add(List<Line> lines, String rule, double points, String why) {
    double tenths = Math.round(points * 10) / 10.0;
    if (tenths > 0) {
      lines.add(new Line(rule, tenths, why));
    }
  }

  private static String figures(double count, double sent, double percent, double free) {
    return String.format(
        Locale.ROOT,
        "%.1f of %.1f sends in two weeks that fade: %.3f %%, of which %.2f %% is free",
        count,
        sent,
        percent,
        free);
  }
}
