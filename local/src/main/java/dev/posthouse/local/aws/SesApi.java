package dev.posthouse.local.aws;

import dev.posthouse.local.aws.SesAccount.Suppressed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// SES v2, REST-JSON: the account around `SendEmail`, which is [SesSend].
final class SesApi {
  static final String PATH_PREFIX = "/v2/email/";

  private static final int PAGE_MAX = 1000; // of ListSuppressedDestinations
  private static final int DESTINATIONS_MAX = 10; // a configuration set, quotas.html

  private static final Set<String> EVENT_TYPES =
      Set.of(
          "SEND",
          "REJECT",
          "BOUNCE",
          "COMPLAINT",
          "DELIVERY",
          "OPEN",
          "CLICK",
          "RENDERING_FAILURE",
          "DELIVERY_DELAY",
          "SUBSCRIPTION");

  private final SesAccount account;
  private final SesQuota quota;
  private final SesSend send;
  private final SesTenants tenants;
  private final MailSpool spool;
  private final InstantSource clock;

  SesApi(
      SesAccount account,
      SesQuota quota,
      SesSend send,
      SesTenants tenants,
      MailSpool spool,
      InstantSource clock) {
    this.tenants = tenants;
    this.spool = spool;
    this.account = account;
    this.quota = quota;
    this.send = send;
    this.clock = clock;
  }

  AwsResponse answer(AwsRequest request) {
    List<String> path = request.segments().subList(2, request.segments().size());
    String last = path.isEmpty() ? "" : path.getLast();
    // The route, with a star where a name stands; a name may be an ARN, slashes and all.
    String route =
        path.stream()
            .map(segment -> segment.replace('/', '|'))
            .collect(Collectors.joining("/"))
            .replaceFirst(
                "^(identities|configuration-sets|suppression/addresses|insights"
                    + "|reputation/entities/RESOURCE)/[^/]+",
                "$1/*");
    ObjectNode body =
        switch (request.method() + " " + route) {
          case "POST outbound-emails" -> send.send(request.json());
          case "GET account" -> account();
          case "PUT account/sending" -> enableSending(request.json());
          case "POST identities" -> createIdentity(request.json());
          case "GET identities" -> identities(request);
          case "GET identities/*" -> identity(last);
          case "DELETE identities/*" -> deleteIdentity(last);
          case "PUT identities/*/mail-from" -> mailFrom(path.get(1), request.json());
          case "POST vdm/recommendations" -> recommendations();
          case "POST configuration-sets" -> createSet(request.json());
          case "GET configuration-sets" -> sets(request);
          case "GET configuration-sets/*" -> set(last);
          case "DELETE configuration-sets/*" -> deleteSet(last);
          case "POST configuration-sets/*/event-destinations" ->
              createDestination(path.get(1), request.json());
          case "GET configuration-sets/*/event-destinations" -> destinations(path.get(1));
          case "POST tenants" -> tenants.create(request.json());
          case "POST tenants/get" -> tenants.get(request.json());
          case "POST tenants/delete" -> tenants.delete(request.json());
          case "POST tenants/resources" -> tenants.associate(request.json());
          case "POST tenants/resources/list" -> tenants.resources(request.json());
          case "POST reputation/entities" -> tenants.entities(request.json());
          case "PUT reputation/entities/RESOURCE/*/customer-managed-status" ->
              tenants.changeStatus(path.get(3), request.json());
          case "GET insights/*" -> insights(last);
          case "PUT suppression/addresses" -> suppress(request.json());
          case "GET suppression/addresses" -> suppressed(request);
          case "GET suppression/addresses/*" -> suppressed(last);
          case "DELETE suppression/addresses/*" -> unsuppress(last);
          default ->
              throw AwsError.notImplemented("SES " + request.method() + " " + request.path());
        };
    return AwsResponse.json(200, body);
  }

  private ObjectNode account() {
    ObjectNode json =
        Json.object()
            .put("DedicatedIpAutoWarmupEnabled", false)
            .put("EnforcementStatus", account.suspended() ? "SHUTDOWN" : "HEALTHY")
            .put("ProductionAccessEnabled", true)
            .put("SendingEnabled", account.sendingEnabled() && !account.suspended());
    json.putObject("SendQuota")
        .put("Max24HourSend", (double) quota.recipientsPerDayMax())
        .put("MaxSendRate", (double) quota.recipientsPerSecondMax())
        .put("SentLast24Hours", (double) quota.sentInLastDay(clock.instant()));
    json.putObject("SuppressionAttributes")
        .set("SuppressedReasons", Json.texts(List.of("BOUNCE", "COMPLAINT")));
    return json;
  }

  private ObjectNode enableSending(JsonNode request) {
    account.enableSending(request.path("SendingEnabled").asBoolean(false));
    return Json.object();
  }

  private ObjectNode createIdentity(JsonNode request) {
    String name = required(request, "EmailIdentity");
    if (!account.createIdentity(name)) {
      throw alreadyThere("Email identity", name);
    }
    ObjectNode json = describedIdentity(name, account.identity(name).orElse(false));
    json.remove("VerificationStatus");
    return json;
  }

  private ObjectNode identity(String name) {
    boolean verified = account.identity(name).orElseThrow(() -> notThere("Email identity", name));
    ObjectNode json = describedIdentity(name, verified).put("FeedbackForwardingStatus", true);
    ObjectNode mailFrom =
        json.putObject("MailFromAttributes").put("BehaviorOnMxFailure", "USE_DEFAULT_VALUE");
    account
        .mailFrom(name)
        .ifPresent(domain ->
            mailFrom.put("MailFromDomain", domain).put("MailFromDomainStatus", "SUCCESS"));
    json.putObject("Policies");
    json.putArray("Tags");
    return json;
  }

  private ObjectNode mailFrom(String name, JsonNode request) {
    if (account.identity(name).isEmpty()) {
      throw notThere("Email identity", name);
    }
    account.mailFrom(name, request.path("MailFromDomain").asString(""));
    return Json.object();
  }

  /// The advisor finds nothing here: there is nobody to be judged by.
  private static ObjectNode recommendations() {
    ObjectNode json = Json.object();
    json.putArray("Recommendations");
    return json;
  }

  private static ObjectNode describedIdentity(String name, boolean verified) {
    ObjectNode json =
        Json.object()
            .put("IdentityType", type(name))
            .put("VerifiedForSendingStatus", verified)
            .put("VerificationStatus", verified ? "SUCCESS" : "PENDING");
    List<String> tokens = new ArrayList<>();
    for (String part : List.of("a", "b", "c")) {
      tokens.add(part + Digests.hex("MD5", name.getBytes(StandardCharsets.UTF_8)));
    }
    json.putObject("DkimAttributes")
        .put("SigningEnabled", true)
        .put("Status", verified ? "SUCCESS" : "PENDING")
        .put("SigningAttributesOrigin", "AWS_SES")
        .set("Tokens", Json.texts(name.contains("@") ? List.of() : tokens));
    return json;
  }

  private static String type(String identity) {
    return identity.contains("@") ? "EMAIL_ADDRESS" : "DOMAIN";
  }

  private ObjectNode deleteIdentity(String name) {
    if (!account.deleteIdentity(name)) {
      throw notThere("Email identity", name);
    }
    return Json.object();
  }

  private ObjectNode identities(AwsRequest request) {
    Map<String, Boolean> all = account.identities();
    return page(
        request,
        "EmailIdentities",
        all.keySet(),
        Function.identity(),
        name -> {
          boolean verified = all.getOrDefault(name, false);
          return Json.object()
              .put("IdentityName", name)
              .put("IdentityType", type(name))
              .put("SendingEnabled", verified)
              .put("VerificationStatus", verified ? "SUCCESS" : "PENDING");
        });
  }

  private ObjectNode createSet(JsonNode request) {
    String name = required(request, "ConfigurationSetName");
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw badRequest("Invalid configuration set name <%s>.".formatted(name));
    }
    if (!account.createSet(name, request.asObject())) {
      throw alreadyThere("Configuration set", name);
    }
    return Json.object();
  }

  private ObjectNode set(String name) {
    ObjectNode set = account.set(name).orElseThrow(() -> notThere("Configuration set", name));
    set.remove("EventDestinations");
    return set;
  }

  private ObjectNode sets(AwsRequest request) {
    ObjectNode json = Json.object();
    ObjectNode page =
        page(
            request,
            "ConfigurationSets",
            account.sets(),
            Function.identity(),
            name -> Json.object().put("Name", name));
    json.set(
        "ConfigurationSets",
        Json.texts(
            page.path("ConfigurationSets")
                .valueStream()
                .map(each -> each.path("Name").asString())
                .toList()));
    if (page.has("NextToken")) {
      json.set("NextToken", page.path("NextToken"));
    }
    return json;
  }

  private ObjectNode deleteSet(String name) {
    if (!account.deleteSet(name)) {
      throw notThere("Configuration set", name);
    }
    return Json.object();
  }

  private ObjectNode createDestination(String set, JsonNode request) {
    String name = required(request, "EventDestinationName");
    ObjectNode destination =
        request.path("EventDestination").asObject().deepCopy().put("Name", name);
    for (JsonNode type : destination.path("MatchingEventTypes")) {
      if (!EVENT_TYPES.contains(type.asString())) {
        throw badRequest("Unknown event type <%s>.".formatted(type.asString()));
      }
    }
    String bus = destination.path("EventBridgeDestination").path("EventBusArn").asString("");
    if (!bus.isEmpty() && !bus.endsWith(":event-bus/default")) {
      throw badRequest("Only the default event bus is supported.");
    }
    JsonNode there =
        account
            .set(set)
            .orElseThrow(() -> notThere("Configuration set", set))
            .path("EventDestinations");
    if (there.valueStream().anyMatch(each -> name.equals(each.path("Name").asString()))) {
      throw alreadyThere("Event destination", name);
    }
    if (there.size() >= DESTINATIONS_MAX) {
      throw new AwsError(
          400, "LimitExceededException", "At most 10 event destinations in a configuration set.");
    }
    account.addDestination(set, destination);
    return Json.object();
  }

  private ObjectNode destinations(String set) {
    ObjectNode there = account.set(set).orElseThrow(() -> notThere("Configuration set", set));
    ObjectNode json = Json.object();
    json.set("EventDestinations", there.withArray("EventDestinations"));
    return json;
  }

  /// What is known of a message: its tags. What became of it is told by events.
  private ObjectNode insights(String messageId) {
    MailSpool.Mail mail = spool.find(messageId).orElseThrow(() -> notThere("Message", messageId));
    ObjectNode json =
        Json.object()
            .put("MessageId", mail.id())
            .put("FromEmailAddress", mail.from())
            .put("Subject", mail.subject());
    var tags = json.putArray("EmailTags");
    mail.tags().forEach((name, value) -> tags.addObject().put("Name", name).put("Value", value));
    json.putArray("Insights");
    return json;
  }

  private ObjectNode suppress(JsonNode request) {
    String reason = required(request, "Reason");
    if (!Set.of("BOUNCE", "COMPLAINT").contains(reason)) {
      throw badRequest("Unknown reason <%s>.".formatted(reason));
    }
    account.suppress(
        new Suppressed(required(request, "EmailAddress"), reason, clock.instant(), ""));
    return Json.object();
  }

  private ObjectNode suppressed(String address) {
    Suppressed entry =
        account
            .suppressed(address)
            .orElseThrow(() ->
                new AwsError(
                    404,
                    "NotFoundException",
                    "Email address %s does not exist on your suppression list."
                        .formatted(address)));
    ObjectNode described = described(entry);
    if (!entry.messageId().isEmpty()) {
      described.putObject("Attributes").put("MessageId", entry.messageId());
    }
    ObjectNode json = Json.object();
    json.set("SuppressedDestination", described);
    return json;
  }

  private ObjectNode suppressed(AwsRequest request) {
    List<String> reasons = request.query("Reason");
    String start = request.query().getOrDefault("StartDate", "");
    Instant startDate = start.isEmpty() ? Instant.EPOCH : Instant.parse(start);
    List<Suppressed> all =
        account.suppressed().stream()
            .filter(each -> reasons.isEmpty() || reasons.contains(each.reason()))
            .filter(each -> !each.at().isBefore(startDate))
            .toList();
    return page(
        request, "SuppressedDestinationSummaries", all, Suppressed::address, SesApi::described);
  }

  private static ObjectNode described(Suppressed entry) {
    return Json.object()
        .put("EmailAddress", entry.address())
        .put("Reason", entry.reason())
        .put("LastUpdateTime", epochSeconds(entry.at()));
  }

  private static double epochSeconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }

  private ObjectNode unsuppress(String address) {
    if (!account.unsuppress(address)) {
      throw new AwsError(
          404,
          "NotFoundException",
          "Email address %s does not exist on your suppression list.".formatted(address));
    }
    return Json.object();
  }

  /// A page of a list in the order of its names, the last of which is the token of the next page.
  private static <T> ObjectNode page(
      AwsRequest request,
      String field,
      Collection<T> all,
      Function<T, String> name,
      Function<T, ObjectNode> described) {
    String after = request.query().getOrDefault("NextToken", "");
    int size;
    try {
      size = Integer.parseInt(request.query().getOrDefault("PageSize", "" + PAGE_MAX));
    } catch (NumberFormatException e) {
      throw badRequest("PageSize is not a number.");
    }
    List<T> left =
        all.stream()
            .filter(each -> name.apply(each).compareTo(after) > 0)
            .sorted(Comparator.comparing(name))
            .toList();
    List<T> page = left.stream().limit(Math.min(size, PAGE_MAX)).toList();
    ObjectNode json = Json.object();
    json.set(
        field,
        page.stream()
            .map(described)
            .collect(
                Collectors.collectingAndThen(
                    Collectors.toList(), each -> Json.array(each.toArray(JsonNode[]::new)))));
    if (page.size() < left.size()) {
      json.put("NextToken", name.apply(page.getLast()));
    }
    return json;
  }

  private static String required(JsonNode request, String field) {
    String value = request.path(field).asString("");
    if (value.isEmpty()) {
      throw badRequest("%s is required.".formatted(field));
    }
    return value;
  }

  private static AwsError badRequest(String message) {
    return new AwsError(400, "BadRequestException", message);
  }

  private static AwsError notThere(String what, String name) {
    return new AwsError(404, "NotFoundException", "%s <%s> does not exist.".formatted(what, name));
  }

  private static AwsError alreadyThere(String what, String name) {
    return new AwsError(
        400, "AlreadyExistsException", "%s <%s> already exists.".formatted(what, name));
  }
}
