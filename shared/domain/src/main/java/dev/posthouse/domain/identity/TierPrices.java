package dev.posthouse.domain.identity;

import dev.posthouse.domain.purse.Credits;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the tiers cost here, in credits for [Term#PERIOD].
public final class TierPrices {
  /// Says that the prices are those of `tiers.csv`.
  public static final String LIST = "list";

  private static final Pattern PRICE = Pattern.compile("([a-z]+)=([0-9]{1,9})");

  private final Map<String, Credits> byTier;

  private TierPrices(Map<String, Credits> byTier) {
    this.byTier = Map.copyOf(byTier);
  }

  /// Reads `list`, or prices such as `starter=500,growth=900`. A tier that is not named costs
  /// nothing.
  ///
  /// @throws IllegalArgumentException if it says neither
  public static TierPrices parse(String text) {
    var prices = new HashMap<String, Credits>();
    if (text.equals(LIST)) {
      for (String name : Tiers.standard().names()) {
        prices.put(name, Tiers.standard().find(name).orElseThrow().price());
      }
    } else if (!text.isBlank()) {
      for (String price : text.split(",", -1)) {
        Matcher matcher = PRICE.matcher(price);
        if (!matcher.matches() || Tiers.standard().find(matcher.group(1)).isEmpty()) {
          throw new IllegalArgumentException(
              "prices of tiers look like \"starter=500,growth=900\", and this does not: " + text);
        }
        var credits = new Credits(Long.parseLong(matcher.group(2)));
        if (prices.put(matcher.group(1), credits) != null) {
          throw new IllegalArgumentException("a tier is named twice in: " + text);
        }
      }
    }
    return new TierPrices(prices);
  }

  /// The price of the tier of that name.
  public Credits of(String tierName) {
    return byTier.getOrDefault(tierName, Credits.ZERO);
  }
}
