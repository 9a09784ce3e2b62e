package dev.posthouse.local.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Route 53 Domains, JSON 1.1: registering, which takes a few minutes by the clock of the run.
///
/// A few names are for trying what goes wrong: `taken….com` is not to be had, `unlucky….com` fails.
/// Thread-safe.
final class Route53DomainsApi {
  static final String TARGET_PREFIX = "Route53Domains_v20140515.";

  private static final Duration STARTS_AFTER = Duration.ofMinutes(1);
  private static final Duration TAKES = Duration.ofMinutes(3);
  private static final String TAKEN = "taken";
  private static final String UNLUCKY = "unlucky";

  /// Dollars a year, about what registries ask for.
  private static final Map<String, Integer> PRICES =
      Map.of("com", 15, "net", 17, "org", 15, "email", 27, "click", 3, "co.uk", 10, "io", 71);

  private final HostedZoneStore zones;
  private final InstantSource clock;
  private final Ids ids;
  private final List<Operation> operations = new ArrayList<>();
  private final Set<String> renewed = new HashSet<>();

  private record Operation(String id, String domain, Instant submittedAt) {
    String status(Instant now) {
      if (now.isBefore(submittedAt.plus(STARTS_AFTER))) {
        return "SUBMITTED";
      }
      if (now.isBefore(submittedAt.plus(TAKES))) {
        return "IN_PROGRESS";
      }
      return domain.startsWith(UNLUCKY) ? "FAILED" : "SUCCESSFUL";
    }
  }

  Route53DomainsApi(HostedZoneStore zones, InstantSource clock, Ids ids) {
    this.zones = zones;
    this.clock = clock;
    this.ids = ids;
  }

  synchronized AwsResponse answer(AwsRequest request, String operation) {
    JsonNode json = request.json();
    return AwsResponse.json(
        200,
        switch (operation) {
          case "CheckDomainAvailability" -> availability(name(json));
          case "ListPrices" -> prices(json.path("Tld").asString(""));
          case "RegisterDomain" -> register(name(json), json);
          case "GetOperationDetail" -> detail(json.path("OperationId").asString(""));
          case "ListOperations" -> list(json);
          case "EnableDomainAutoRenew" -> renew(name(json), true);
          case "DisableDomainAutoRenew" -> renew(name(json), false);
          default -> throw AwsError.notImplemented("Route 53 Domains " + operation);
        });
  }

  private ObjectNode availability(String domain) {
    demandTld(domain);
    boolean free = !domain.startsWith(TAKEN) && latest(domain).isEmpty();
    return Json.object().put("Availability", free ? "AVAILABLE" : "UNAVAILABLE");
  }

  private static ObjectNode prices(String tld) {
    ObjectNode json = Json.object();
    var prices = json.putArray("Prices");
    if (PRICES.containsKey(tld)) {
      ObjectNode price = prices.addObject().put("Name", tld);
      for (String what : List.of("RegistrationPrice", "RenewalPrice", "TransferPrice")) {
        price.putObject(what).put("Price", (double) PRICES.get(tld)).put("Currency", "USD");
      }
    }
    return json;
  }

  private ObjectNode register(String domain, JsonNode request) {
    demandTld(domain);
    for (String contact : List.of("AdminContact", "RegistrantContact", "TechContact")) {
      if (request.path(contact).path("Email").asString("").isEmpty()) {
        throw invalid("%s lacks an email address".formatted(contact));
      }
    }
    Optional<Operation> there = latest(domain);
    if (there.isPresent() && !there.get().status(clock.instant()).equals("SUCCESSFUL")) {
      throw new AwsError(400, "DuplicateRequest", "The request is already in progress.");
    }
    if (there.isPresent() || domain.startsWith(TAKEN)) {
      throw invalid("The domain %s is not available.".formatted(domain));
    }
    var operation = new Operation(ids.uuid(), domain, clock.instant());
    operations.add(operation);
    if (request.path("AutoRenew").asBoolean(true)) {
      renewed.add(domain);
    }
    zones.create(domain, "RISWorkflow-RD:" + operation.id(), false);
    return Json.object().put("OperationId", operation.id());
  }

  private ObjectNode detail(String id) {
    return described(
        operations.stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() -> invalid("There is no operation " + id)));
  }

  private ObjectNode list(JsonNode request) {
    double since = request.path("SubmittedSince").asDouble(0);
    ObjectNode json = Json.object();
    var all = json.putArray("Operations");
    operations.stream()
        .filter(each -> each.submittedAt().toEpochMilli() >= since * 1000)
        .forEach(each -> all.add(described(each)));
    return json;
  }

  private ObjectNode described(Operation operation) {
    String status = operation.status(clock.instant());
    ObjectNode json =
        Json.object()
            .put("OperationId", operation.id())
            .put("DomainName", operation.domain())
            .put("Type", "REGISTER_DOMAIN")
            .put("Status", status)
            .put("SubmittedDate", operation.submittedAt().toEpochMilli() / 1000.0);
    return status.equals("FAILED")
        ? json.put("Message", "The registry declined the registration; nothing was charged.")
        : json;
  }

  private ObjectNode renew(String domain, boolean wanted) {
    if (latest(domain).isEmpty()) {
      throw invalid("Domain %s not found in this account".formatted(domain));
    }
    if (wanted) {
      renewed.add(domain);
    } else {
      renewed.remove(domain);
    }
    return Json.object();
  }

  /// The registration of a name that has not failed.
  private Optional<Operation> latest(String domain) {
    Instant now = clock.instant();
    return operations.reversed().stream()
        .filter(each -> each.domain().equals(domain))
        .filter(each -> !each.status(now).equals("FAILED"))
        .findFirst();
  }

  private static void demandTld(String domain) {
    if (!PRICES.containsKey(domain.substring(domain.indexOf('.') + 1))) {
      throw new AwsError(400, "UnsupportedTLD", "Route 53 does not have this top-level domain.");
    }
  }

  private static String name(JsonNode request) {
    return request.path("DomainName").asString("");
  }

  private static AwsError invalid(String message) {
    return new AwsError(400, "InvalidInput", message);
  }
}
