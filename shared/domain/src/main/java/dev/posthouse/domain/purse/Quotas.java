package dev.posthouse.domain.purse;

import dev.posthouse.domain.tenant.BillingState;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What each plan may send: data of the deployment.
public final class Quotas {
  /// 10 recipients in any 24 hours and 1 in any hour while nothing is paid for, no limit
  /// afterwards.
  public static final String STANDARD = "free=1/hour,10/day";

  private static final Pattern PLAN = Pattern.compile("\\s*([a-z_]+)\\s*=\\s*([^;=]*)");
  private static final Pattern LIMIT = Pattern.compile("\\s*(\\d{1,7})\\s*/\\s*(hour|day)\\s*");

  private final Map<BillingState, Quota> byPlan;

  private Quotas(Map<BillingState, Quota> byPlan) {
    this.byPlan = byPlan;
  }

  /// The quotas that a text such as [#STANDARD] says. A plan that is not named has no limit.
  ///
  /// @throws IllegalArgumentException if it says none, or a limit is too large
  public static Quotas parse(String text) {
    var byPlan = new EnumMap<BillingState, Quota>(BillingState.class);
    if (!text.isBlank()) {
      for (String plan : text.split(";", -1)) {
        Matcher matcher = matching(PLAN, plan, text);
        if (byPlan.put(plan(matcher.group(1), text), quota(matcher.group(2), text)) != null) {
          throw new IllegalArgumentException("a plan is named twice in: " + text);
        }
      }
    }
    return new Quotas(byPlan);
  }

  private static BillingState plan(String name, String text) {
    for (BillingState plan : BillingState.values()) {
      if (plan.name().toLowerCase(Locale.ROOT).equals(name)) {
        return plan;
      }
    }
    throw new IllegalArgumentException("no plan " + name + " in: " + text);
  }

  private static Quota quota(String limits, String text) {
    var byUnit = new HashMap<String, Integer>();
    for (String limit : limits.split(",", -1)) {
      Matcher matcher = matching(LIMIT, limit, text);
      if (byUnit.put(matcher.group(2), Integer.valueOf(matcher.group(1))) != null) {
        throw new IllegalArgumentException("two limits of a window in: " + text);
      }
    }
    return new Quota(limit(byUnit.get("hour")), limit(byUnit.get("day")));
  }

  private static OptionalInt limit(@Nullable Integer max) {
    return max == null ? OptionalInt.empty() : OptionalInt.of(max);
  }

  private static Matcher matching(Pattern pattern, String part, String text) {
    Matcher matcher = pattern.matcher(part);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "quotas look like \"" + STANDARD + "\", and this does not: " + text);
    }
    return matcher;
  }

  /// What a tenant of that plan may send.
  public Quota of(BillingState plan) {
    return byPlan.getOrDefault(plan, Quota.NONE);
  }
}
