package dev.posthouse.local.aws;

import dev.posthouse.domain.sending.DnsRecord;
import dev.posthouse.domain.sending.RecordSet;
import dev.posthouse.domain.sending.TxtRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The hosted zones of the account. What is in a public one is in the DNS at once. Thread-safe.
final class HostedZoneStore {
  static final String INVALID_BATCH = "InvalidChangeBatch";

  private static final Comparator<RecordSet> BY_NAME_THEN_TYPE =
      Comparator.<RecordSet, String>comparing(set -> reversed(set.name()))
          .thenComparing(RecordSet::type);

  private final LocalZone dns;
  private final Ids ids;
  private final Map<String, Zone> zones = new TreeMap<>();

  /// @param callerReference what tells a repeated request to make it from another
  record Zone(
      String id,
      String name,
      String callerReference,
      boolean isPrivate,
      Map<String, String> tags,
      List<RecordSet> sets) {}

  /// One step of a change.
  ///
  /// @param action `CREATE`, `DELETE` or `UPSERT`
  record Step(String action, RecordSet set) {}

  HostedZoneStore(LocalZone dns, Ids ids) {
    this.dns = dns;
    this.ids = ids;
  }

  /// @throws AwsError if the reference was used before
  synchronized Zone create(String name, String callerReference, boolean isPrivate) {
    if (zones.values().stream().anyMatch(each -> each.callerReference.equals(callerReference))) {
      throw new AwsError(
          409, "HostedZoneAlreadyExists", "A hosted zone has been created with that reference.");
    }
    var zone =
        new Zone(
            "Z" + ids.uuid().replace("-", "").substring(0, 20).toUpperCase(Locale.ROOT),
            name,
            callerReference,
            isPrivate,
            new TreeMap<>(),
            new ArrayList<>());
    zone.sets.add(new RecordSet("NS", name, 172_800, List.of("ns-1.aws.example."), true));
    zone.sets.add(
        new RecordSet(
            "SOA",
            name,
            900,
            List.of("ns-1.aws.example. hostmaster.aws.example. 1 7200 900 1209600 86400"),
            true));
    zones.put(zone.id, zone);
    return zone;
  }

  /// All zones whose names are not before that one, as Route 53 orders them.
  synchronized List<Zone> from(String name) {
    return zones.values().stream()
        .filter(zone -> reversed(zone.name).compareTo(reversed(name)) >= 0)
        .sorted(Comparator.comparing((Zone zone) -> reversed(zone.name)).thenComparing(Zone::id))
        .toList();
  }

  synchronized Map<String, String> tags(String id) {
    return Map.copyOf(zone(id).tags);
  }

  synchronized void tag(String id, Map<String, String> add, List<String> remove) {
    zone(id).tags.putAll(add);
    remove.forEach(zone(id).tags::remove);
  }

  /// All sets of a zone that are not before that name and type, in order.
  synchronized List<RecordSet> sets(String id, String name, String type) {
    var from = new RecordSet(type, name, 0, List.of(), true);
    return zone(id).sets.stream()
        .filter(set -> name.isEmpty() || BY_NAME_THEN_TYPE.compare(set, from) >= 0)
        .sorted(BY_NAME_THEN_TYPE)
        .toList();
  }

  /// Takes all steps, or none.
  ///
  /// @throws AwsError saying what is wrong with them
  synchronized void change(String id, List<Step> steps) {
    Zone zone = zone(id);
    List<RecordSet> after = new ArrayList<>(zone.sets);
    for (Step step : steps) {
      RecordSet set = step.set;
      if (!set.name().equals(zone.name) && !set.name().endsWith("." + zone.name)) {
        throw invalid(
            "RRSet with DNS name %s. is not permitted in zone %s."
                .formatted(set.name(), zone.name));
      }
      take(step, after);
    }
    if (!zone.isPrivate) {
      Stream.concat(zone.sets.stream(), after.stream())
          .map(RecordSet::name)
          .distinct()
          .forEach(name -> publish(name, after));
    }
    zone.sets.clear();
    zone.sets.addAll(after);
  }

  private static void take(Step step, List<RecordSet> sets) {
    RecordSet set = step.set;
    Optional<RecordSet> there =
        sets.stream()
            .filter(each -> each.name().equals(set.name()) && each.type().equals(set.type()))
            .findFirst();
    String what = "resource record set [name='%s.', type='%s']".formatted(set.name(), set.type());
    switch (step.action) {
      case "CREATE" -> {
        if (there.isPresent()) {
          throw invalid("Tried to create " + what + " but it already exists");
        }
      }
      case "DELETE" -> {
        if (there.isEmpty()) {
          throw invalid("Tried to delete " + what + " but it was not found");
        }
        if (!isSame(there.get(), set)) {
          throw invalid(
              "Tried to delete "
                  + what
                  + " but the values provided do not match the current values");
        }
      }
      case "UPSERT" -> {}
      default -> throw new AwsError(400, "InvalidInput", "unknown action " + step.action);
    }
    there.ifPresent(sets::remove);
    if (!step.action.equals("DELETE")) {
      demandValid(set, sets);
      sets.add(set);
    }
  }

  private static void demandValid(RecordSet set, List<RecordSet> others) {
    boolean text = set.type().equals("TXT");
    for (String value : set.values()) {
      if (text && !value.startsWith("\"")) {
        throw invalid(
            "Invalid Resource Record: FATAL problem: InvalidCharacterString (Value should be"
                + " enclosed in quotation marks) encountered with '%s'".formatted(value));
      }
    }
    boolean alone =
        others.stream()
            .filter(each -> each.name().equals(set.name()))
            .anyMatch(each -> each.type().equals("CNAME") || set.type().equals("CNAME"));
    if (alone) {
      throw invalid(
          "RRSet of type %s with DNS name %s. is not permitted as it conflicts with other records"
                  .formatted(set.type(), set.name())
              + " with the same DNS name");
    }
  }

  private static boolean isSame(RecordSet one, RecordSet other) {
    return one.ttlSeconds() == other.ttlSeconds()
        && sorted(one.values()).equals(sorted(other.values()));
  }

  private static List<String> sorted(List<String> values) {
    return values.stream().sorted().toList();
  }

  private void publish(String name, List<RecordSet> sets) {
    for (DnsRecord.Type type : DnsRecord.Type.values()) {
      dns.replace(
          type,
          name,
          sets.stream()
              .filter(set -> set.name().equals(name) && set.type().equals(type.name()))
              .flatMap(set -> set.values().stream())
              .map(value -> type == DnsRecord.Type.TXT ? TxtRecord.text(value) : plain(value))
              .collect(Collectors.toList()));
    }
  }

  private Zone zone(String id) {
    Zone zone = zones.get(id);
    if (zone == null) {
      throw new AwsError(404, "NoSuchHostedZone", "No hosted zone found with ID: " + id);
    }
    return zone;
  }

  private static AwsError invalid(String message) {
    return new AwsError(400, INVALID_BATCH, message);
  }

  static String plain(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /// The labels from the last to the first, each with a dot behind it.
  private static String reversed(String name) {
    List<String> labels = new ArrayList<>(List.of(name.split("\\.")));
    Collections.reverse(labels);
    return String.join(".", labels) + ".";
  }
}
