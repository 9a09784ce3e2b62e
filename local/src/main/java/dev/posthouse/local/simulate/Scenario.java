package dev.posthouse.local.simulate;

import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.pool.Mailbox;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How recipients and their providers behave. Rates are shares of what is sent.
///
/// The figures are chosen, not measured: they lie where senders in order and senders in trouble are
/// said to lie. What is real is what the rules make of them.
enum Scenario {
  /// A kept list and providers who take what comes.
  GOOD("A kept list and providers who take what comes."),
  /// Providers who put young mailboxes off and bounce a little more.
  STRICT("Providers who put young mailboxes off and bounce a little more."),
  /// Providers who put off a third of all mail for a week, from day 20.
  DEFERRING("Providers who put off a third of all mail for a week, from day 20."),
  /// Every third identity writes to a bad list for five days, from day 20, and again from day 40.
  BADLIST("Every third identity writes to a bad list on days 20 to 24 and 40 to 44."),
  /// The first domain of every fourth identity is on a blocklist, from day 20 on.
  BLOCKLISTED("The first domain of every fourth identity is blocklisted from day 20 on.");

  private static final Outcomes USUAL = new Outcomes(0.004, 0.00002, 0.004);
  private static final Outcomes CAREFUL = new Outcomes(0.008, 0.00005, 0.01);
  private static final Outcomes YOUNG = new Outcomes(0.008, 0.00005, 0.035);
  private static final Outcomes PUT_OFF = new Outcomes(0.004, 0.00002, 0.33);
  private static final Outcomes BAD = new Outcomes(0.15, 0.008, 0.02);
  private static final Outcomes BLOCKED = new Outcomes(0.4, 0.0001, 0.3);
  private static final int YOUNG_STAGE = 30;

  private final String text;

  Scenario(String text) {
    this.text = text;
  }

  /// The scenario of that name, in any case.
  static Optional<Scenario> find(String name) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.wire().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  String text() {
    return text;
  }

  /// What comes of mail.
  ///
  /// @param hardBounces come back for good
  /// @param complaints are called spam
  /// @param deferrals are put off once
  record Outcomes(double hardBounces, double complaints, double deferrals) {}

  /// What comes of a mailbox's mail on a day.
  ///
  /// @param identity the number of its identity
  /// @param firstDomain whether it is at its identity's first domain
  Outcomes of(int day, int identity, Mailbox mailbox, boolean firstDomain) {
    return switch (this) {
      case GOOD -> USUAL;
      case STRICT -> mailbox.stage() < YOUNG_STAGE ? YOUNG : CAREFUL;
      case DEFERRING -> within(day, 20, 26) ? PUT_OFF : USUAL;
      case BADLIST -> badList(day, identity) ? BAD : USUAL;
      case BLOCKLISTED -> blocked(day, identity) && firstDomain ? BLOCKED : USUAL;
    };
  }

  /// Whether an identity's first domain is one to make new mailboxes at.
  boolean firstDomainSound(int day, int identity) {
    return finding(day, identity, true) != Finding.HIGH;
  }

  /// What SES's advisor finds wrong with the domain on that day.
  Finding finding(int day, int identity, boolean firstDomain) {
    return this == BLOCKLISTED && firstDomain && blocked(day, identity)
        ? Finding.HIGH
        : Finding.NONE;
  }

  private static boolean badList(int day, int identity) {
    return identity % 3 == 0 && (within(day, 20, 24) || within(day, 40, 44));
  }

  private static boolean blocked(int day, int identity) {
    return identity % 4 == 0 && day >= 20;
  }

  private static boolean within(int day, int first, int last) {
    return day >= first && day <= last;
  }
}
