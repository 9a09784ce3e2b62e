package dev.posthouse.local.aws;

import dev.posthouse.domain.sending.DnsRecord;
import dev.posthouse.domain.sending.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The public DNS of the local run: what was put there, and nothing else. Thread-safe.
public final class LocalZone implements Zone {
  private final Map<String, List<String>> values = new TreeMap<>();
  private long changes;

  @Override
  public synchronized List<String> lookUp(DnsRecord.Type type, String name) {
    return List.copyOf(values.getOrDefault(key(type, name), List.of()));
  }

  /// Adds a record, beside what is at its name.
  public synchronized void publish(DnsRecord.Type type, String name, String value) {
    List<String> there = values.computeIfAbsent(key(type, name), _ -> new ArrayList<>());
    if (!there.contains(value)) {
      there.add(value);
      changes++;
    }
  }

  /// Puts records in the place of those of that type at a name; none take them away.
  synchronized void replace(DnsRecord.Type type, String name, List<String> all) {
    if (all.equals(lookUp(type, name))) {
      return;
    }
    changes++;
    if (all.isEmpty()) {
      values.remove(key(type, name));
    } else {
      values.put(key(type, name), new ArrayList<>(all));
    }
  }

  /// Takes away all that is at a name or below it.
  public synchronized void remove(String name) {
    changes++;
    String domain = name.toLowerCase(Locale.ROOT);
    values
        .keySet()
        .removeIf(key -> {
          String at = key.substring(key.indexOf(' ') + 1);
          return at.equals(domain) || at.endsWith("." + domain);
        });
  }

  /// How often it was changed so far.
  public synchronized long changes() {
    return changes;
  }

  /// All records, as `TYPE name` and their values.
  public synchronized Map<String, List<String>> all() {
    return new TreeMap<>(values);
  }

  private static String key(DnsRecord.Type type, String name) {
    return type + " " + name.toLowerCase(Locale.ROOT);
  }
}
