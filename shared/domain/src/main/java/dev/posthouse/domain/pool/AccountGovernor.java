package dev.posthouse.domain.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Shares what an account may send a day among those who want to: nobody gets more than asked for,
/// and what small ones leave goes to the others in equal parts (max-min fairness).
public final class AccountGovernor {
  private AccountGovernor() {}

  /// What each may send.
  ///
  /// @param quota most messages of the account a day
  /// @param wanted what each wants to send a day, by name
  public static <K extends Comparable<K>> Map<K, Integer> share(int quota, Map<K, Integer> wanted) {
    List<Map.Entry<K, Integer>> smallestFirst = new ArrayList<>(new TreeMap<>(wanted).entrySet());
    smallestFirst.sort(Comparator.comparing(Map.Entry::getValue));
    Map<K, Integer> shares = new TreeMap<>();
    int left = Math.max(0, quota);
    int waiting = smallestFirst.size();
    for (Map.Entry<K, Integer> each : smallestFirst) {
      int share = Math.min(each.getValue(), left / waiting);
      shares.put(each.getKey(), share);
      left -= share;
      waiting--;
    }
    return shares;
  }
}
