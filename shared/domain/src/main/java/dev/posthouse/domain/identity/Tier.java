package dev.posthouse.domain.identity;

import dev.posthouse.domain.purse.Credits;

/// What an identity may send a day, and what is kept up for it to do so.
///
/// @param name as the API names it
/// @param dailyCap most messages per UTC day
/// @param mailboxes size of the pool
/// @param domains how many domains the pool is spread over
/// @param price its list price for [Term#PERIOD]; what a deployment takes is in [TierPrices]
public record Tier(String name, int dailyCap, int mailboxes, int domains, Credits price) {
  /// Share of extra capacity per mailbox, for the days when others are in repair: a quarter.
  private static final int HEADROOM_NUMERATOR = 5;

  private static final int HEADROOM_DENOMINATOR = 4;

  /// @throws IllegalArgumentException unless all numbers are positive and the domains fit the pool
  public Tier {
    if (dailyCap < 1 || mailboxes < 1 || domains < 1 || domains > mailboxes) {
      throw new IllegalArgumentException("tier " + name + " makes no sense");
    }
  }

  /// A tier that costs nothing.
  public Tier(String name, int dailyCap, int mailboxes, int domains) {
    this(name, dailyCap, mailboxes, domains, Credits.ZERO);
  }

  /// Most messages a fully warm mailbox sends a day: its even share and a quarter more.
  public int mailboxDailyMax() {
    int share = Math.ceilDiv(dailyCap, mailboxes);
    return share * HEADROOM_NUMERATOR / HEADROOM_DENOMINATOR;
  }
}
