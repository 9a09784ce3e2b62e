package dev.posthouse.local.aws;

import dev.posthouse.local.aws.SesEvent.Destination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What SES knows of its account: identities, configuration sets, tenants, suppressed addresses,
/// and whether it may send. Kept in one file, if there is one. Thread-safe.
final class SesAccount {
  /// Why SES no longer sends to an address.
  ///
  /// @param reason `BOUNCE` or `COMPLAINT`
  /// @param at since when
  /// @param messageId the message that put it there; empty if a person did
  record Suppressed(String address, String reason, Instant at, String messageId) {}

  private static final String IDENTITIES = "identities";
  private static final String MAIL_FROM = "mailFrom";
  private static final String SETS = "configurationSets";
  private static final String TENANTS = "tenants";
  private static final String SUPPRESSED = "suppressed";
  private static final String ENABLED = "sendingEnabled";
  private static final String SUSPENDED = "suspended";

  private final @Nullable Path file;
  private final boolean strict;
  private final NavigableMap<String, Boolean> verifiedByIdentity = new TreeMap<>();
  private final NavigableMap<String, String> mailFromByIdentity = new TreeMap<>();
  private final NavigableMap<String, ObjectNode> sets = new TreeMap<>();
  private final NavigableMap<String, ObjectNode> tenants = new TreeMap<>();
  private final NavigableMap<String, Suppressed> suppressed = new TreeMap<>();
  private boolean sendingEnabled = true;
  private boolean suspended;

  /// @param strict whether what was not created is not there
  /// @throws IOException if the file cannot be read
  SesAccount(@Nullable Path file, boolean strict) throws IOException {
    this.file = file;
    this.strict = strict;
    if (file != null && Files.exists(file)) {
      load(Json.read(Files.readAllBytes(file)));
    }
  }

  private void load(JsonNode json) {
    json.path(IDENTITIES)
        .properties()
        .forEach(each -> verifiedByIdentity.put(each.getKey(), each.getValue().asBoolean()));
    json.path(MAIL_FROM)
        .properties()
        .forEach(each -> mailFromByIdentity.put(each.getKey(), each.getValue().asString()));
    json.path(SETS)
        .properties()
        .forEach(each -> sets.put(each.getKey(), each.getValue().asObject()));
    json.path(TENANTS)
        .properties()
        .forEach(each -> tenants.put(each.getKey(), each.getValue().asObject()));
    for (JsonNode each : json.path(SUPPRESSED)) {
      var entry =
          new Suppressed(
              each.path("address").asString(),
              each.path("reason").asString(),
              Instant.parse(each.path("at").asString()),
              each.path("messageId").asString(""));
      suppressed.put(entry.address(), entry);
    }
    sendingEnabled = json.path(ENABLED).asBoolean(true);
    suspended = json.path(SUSPENDED).asBoolean(false);
  }

  private void save() {
    if (file == null) {
      return;
    }
    ObjectNode json = Json.object().put(ENABLED, sendingEnabled).put(SUSPENDED, suspended);
    ObjectNode identities = json.putObject(IDENTITIES);
    verifiedByIdentity.forEach(identities::put);
    ObjectNode mailFrom = json.putObject(MAIL_FROM);
    mailFromByIdentity.forEach(mailFrom::put);
    ObjectNode byName = json.putObject(SETS);
    sets.forEach(byName::set);
    ObjectNode tenantsByName = json.putObject(TENANTS);
    tenants.forEach(tenantsByName::set);
    var list = json.putArray(SUPPRESSED);
    for (Suppressed each : suppressed.values()) {
      list.addObject()
          .put("address", each.address())
          .put("reason", each.reason())
          .put("at", each.at().toString())
          .put("messageId", each.messageId());
    }
    try {
      AtomicFile.write(file, Json.bytes(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Identities: a domain or an address.

  synchronized boolean createIdentity(String name) {
    boolean created = verifiedByIdentity.putIfAbsent(lower(name), !strict) == null;
    save();
    return created;
  }

  synchronized void verify(String name) {
    verifiedByIdentity.put(lower(name), true);
    save();
  }

  synchronized boolean deleteIdentity(String name) {
    boolean deleted = verifiedByIdentity.remove(lower(name)) != null;
    save();
    return deleted;
  }

  /// The custom MAIL FROM domain of an identity.
  synchronized Optional<String> mailFrom(String name) {
    return Optional.ofNullable(mailFromByIdentity.get(lower(name)));
  }

  /// Sets it; an empty one takes it away.
  synchronized void mailFrom(String name, String domain) {
    if (domain.isEmpty()) {
      mailFromByIdentity.remove(lower(name));
    } else {
      mailFromByIdentity.put(lower(name), domain);
    }
    save();
  }

  /// Whether the identity is verified, or nothing if there is none of that name.
  synchronized Optional<Boolean> identity(String name) {
    return Optional.ofNullable(verifiedByIdentity.get(lower(name)));
  }

  synchronized NavigableMap<String, Boolean> identities() {
    return new TreeMap<>(verifiedByIdentity);
  }

  /// Whether the account may send from that address: it, its domain or one above is verified.
  synchronized boolean maySendFrom(String address) {
    if (!strict || verifiedByIdentity.getOrDefault(lower(address), false)) {
      return true;
    }
    String domain = lower(address.substring(address.lastIndexOf('@') + 1));
    while (!domain.isEmpty()) {
      if (verifiedByIdentity.getOrDefault(domain, false)) {
        return true;
      }
      int dot = domain.indexOf('.');
      domain = dot < 0 ? "" : domain.substring(dot + 1);
    }
    return false;
  }

  // Configuration sets, as they were created, with their event destinations.

  synchronized boolean createSet(String name, ObjectNode set) {
    boolean created = sets.putIfAbsent(name, set.deepCopy()) == null;
    save();
    return created;
  }

  synchronized boolean deleteSet(String name) {
    boolean deleted = sets.remove(name) != null;
    save();
    return deleted;
  }

  synchronized Optional<ObjectNode> set(String name) {
    return Optional.ofNullable(sets.get(name)).map(ObjectNode::deepCopy);
  }

  synchronized List<String> sets() {
    return List.copyOf(sets.keySet());
  }

  synchronized void addDestination(String set, ObjectNode destination) {
    ObjectNode there = sets.get(set);
    if (there != null) {
      there.withArray("EventDestinations").add(destination.deepCopy());
      save();
    }
  }

  /// Whom to tell of events of that type of messages sent through the set.
  ///
  /// @param type as in `MatchingEventTypes`
  synchronized List<Destination> destinations(String set, String type) {
    ObjectNode there = sets.get(set);
    if (there == null) {
      return strict || set.isEmpty()
          ? List.of()
          : List.of(new Destination.EventBridge(Aws.DEFAULT_BUS));
    }
    List<Destination> destinations = new ArrayList<>();
    for (JsonNode each : there.path("EventDestinations")) {
      boolean matches =
          each.path("Enabled").asBoolean(false)
              && each.path("MatchingEventTypes")
                  .valueStream()
                  .anyMatch(t -> type.equals(t.asString()));
      if (matches && each.has("EventBridgeDestination")) {
        destinations.add(
            new Destination.EventBridge(
                each.path("EventBridgeDestination").path("EventBusArn").asString()));
      }
      if (matches && each.has("SnsDestination")) {
        destinations.add(
            new Destination.Sns(each.path("SnsDestination").path("TopicArn").asString()));
      }
    }
    return destinations;
  }

  // Tenants, as they are described, with their resources.

  synchronized boolean createTenant(String name, ObjectNode tenant) {
    boolean created = tenants.putIfAbsent(name, tenant.deepCopy()) == null;
    save();
    return created;
  }

  synchronized void keepTenant(ObjectNode tenant) {
    tenants.replace(tenant.path("TenantName").asString(), tenant.deepCopy());
    save();
  }

  synchronized void deleteTenant(String name) {
    tenants.remove(name);
    save();
  }

  synchronized Optional<ObjectNode> tenant(String name) {
    return Optional.ofNullable(tenants.get(name)).map(ObjectNode::deepCopy);
  }

  synchronized List<ObjectNode> tenants() {
    return tenants.values().stream().map(ObjectNode::deepCopy).toList();
  }

  boolean strict() {
    return strict;
  }

  // The account's suppression list.

  synchronized void suppress(Suppressed entry) {
    suppressed.put(lower(entry.address()), entry);
    save();
  }

  synchronized boolean unsuppress(String address) {
    boolean removed = suppressed.remove(lower(address)) != null;
    save();
    return removed;
  }

  synchronized Optional<Suppressed> suppressed(String address) {
    return Optional.ofNullable(suppressed.get(lower(address)));
  }

  synchronized List<Suppressed> suppressed() {
    return List.copyOf(suppressed.values());
  }

  // Whether it may send.

  synchronized boolean sendingEnabled() {
    return sendingEnabled;
  }

  synchronized void enableSending(boolean enabled) {
    sendingEnabled = enabled;
    save();
  }

  synchronized boolean suspended() {
    return suspended;
  }

  synchronized void suspend(boolean value) {
    suspended = value;
    save();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
