package dev.posthouse.local.aws;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// SES v2's tenants: containers that have a reputation and a sending status of their own, and may
/// use the identities and configuration sets that were associated with them.
final class SesTenants {
  private static final String NAME = "[A-Za-z0-9_-]{1,64}";
  private static final String RESOURCES = "Resources";
  private static final String STATUS = "SendingStatus";
  private static final String IMPACT = "ReputationImpact";
  private static final String DISABLED = "DISABLED";

  private final SesAccount account;
  private final Ids ids;

  SesTenants(SesAccount account, Ids ids) {
    this.account = account;
    this.ids = ids;
  }

  ObjectNode create(JsonNode request) {
    String name = request.path("TenantName").asString("");
    if (!name.matches(NAME)) {
      throw badRequest("Invalid tenant name <%s>.".formatted(name));
    }
    ObjectNode tenant =
        Json.object()
            .put("TenantName", name)
            .put("TenantId", "tn-" + ids.uuid())
            .put(STATUS, "ENABLED");
    tenant.put(
        "TenantArn",
        Aws.arn("ses", "tenant/%s/%s".formatted(name, tenant.path("TenantId").asString())));
    if (!account.createTenant(name, tenant)) {
      throw alreadyThere("Tenant <%s>".formatted(name));
    }
    return tenant;
  }

  ObjectNode get(JsonNode request) {
    ObjectNode tenant = tenant(request).deepCopy();
    tenant.remove(RESOURCES);
    tenant.remove(IMPACT);
    ObjectNode json = Json.object();
    json.set("Tenant", tenant);
    return json;
  }

  /// Its associations go with it; what was associated stays.
  ObjectNode delete(JsonNode request) {
    tenant(request);
    account.deleteTenant(request.path("TenantName").asString());
    return Json.object();
  }

  ObjectNode associate(JsonNode request) {
    ObjectNode tenant = tenant(request);
    String arn = request.path("ResourceArn").asString("");
    String resource = arn.substring(arn.lastIndexOf(':') + 1);
    String name = resource.substring(resource.indexOf('/') + 1);
    boolean there =
        resource.startsWith("identity/")
            ? account.identity(name).isPresent() || !account.strict()
            : resource.startsWith("configuration-set/") && account.set(name).isPresent();
    if (!arn.startsWith("arn:aws:ses:") || !there) {
      throw notThere("Resource <%s>".formatted(arn));
    }
    if (resources(tenant).anyMatch(arn::equals)) {
      throw alreadyThere("Association with <%s>".formatted(arn));
    }
    tenant.withArray(RESOURCES).add(arn);
    account.keepTenant(tenant);
    return Json.object();
  }

  ObjectNode resources(JsonNode request) {
    ObjectNode json = Json.object();
    var list = json.putArray("TenantResources");
    resources(tenant(request))
        .forEach(arn ->
            list.addObject()
                .put(
                    "ResourceType",
                    arn.contains(":identity/") ? "EMAIL_IDENTITY" : "CONFIGURATION_SET")
                .put("ResourceArn", arn));
    return json;
  }

  /// Those that match every filter.
  ObjectNode entities(JsonNode request) {
    JsonNode filter = request.path("Filter");
    String impact = filter.path("REPUTATION_IMPACT").asString("");
    String status = filter.path("SENDING_STATUS").asString("");
    ObjectNode json = Json.object();
    var list = json.putArray("ReputationEntities");
    account.tenants().stream()
        .filter(tenant -> matches(impact, tenant.path(IMPACT)))
        .filter(tenant -> matches(status, tenant.path(STATUS)))
        .map(SesTenants::entity)
        .forEach(list::add);
    return json;
  }

  private static boolean matches(String wanted, JsonNode found) {
    return wanted.isEmpty() || wanted.equals(found.asString(""));
  }

  private static ObjectNode entity(ObjectNode tenant) {
    String status = tenant.path(STATUS).asString();
    ObjectNode json =
        Json.object()
            .put("ReputationEntityReference", tenant.path("TenantArn").asString())
            .put("ReputationEntityType", "RESOURCE")
            .put("SendingStatusAggregate", status);
    json.putObject("CustomerManagedStatus").put("Status", status);
    if (tenant.has(IMPACT)) {
      json.put(IMPACT, tenant.path(IMPACT).asString());
    }
    return json;
  }

  /// @param reference the ARN of a tenant
  ObjectNode changeStatus(String reference, JsonNode request) {
    ObjectNode tenant =
        account.tenants().stream()
            .filter(each -> reference.equals(each.path("TenantArn").asString()))
            .findFirst()
            .orElseThrow(() -> notThere("Reputation entity <%s>".formatted(reference)));
    account.keepTenant(tenant.put(STATUS, request.path("SendingStatus").asString("")));
    return Json.object();
  }

  /// What keeps SES from sending a mail for that tenant.
  ///
  /// @param resources names of what the mail makes use of, each kind first: `identity/…`
  void check(String name, List<List<String>> resources) {
    if (name.isEmpty() || (account.tenant(name).isEmpty() && !account.strict())) {
      return;
    }
    ObjectNode tenant = tenant(Json.object().put("TenantName", name));
    if (tenant.path(STATUS).asString().equals(DISABLED)) {
      throw new AwsError(
          400,
          "SendingPausedException",
          "Email sending is disabled for tenant <%s>.".formatted(name));
    }
    List<String> associated = resources(tenant).toList();
    for (List<String> oneOf : resources) {
      if (oneOf.stream().map(each -> Aws.arn("ses", each)).noneMatch(associated::contains)) {
        throw badRequest(
            "Resource <%s> is not associated with tenant <%s>.".formatted(oneOf.getFirst(), name));
      }
    }
  }

  private ObjectNode tenant(JsonNode request) {
    String name = request.path("TenantName").asString("");
    return account.tenant(name).orElseThrow(() -> notThere("Tenant <%s>".formatted(name)));
  }

  private static Stream<String> resources(ObjectNode tenant) {
    return tenant.path(RESOURCES).valueStream().map(JsonNode::asString);
  }

  private static AwsError badRequest(String message) {
    return new AwsError(400, "BadRequestException", message);
  }

  private static AwsError notThere(String what) {
    return new AwsError(404, "NotFoundException", what + " does not exist.");
  }

  private static AwsError alreadyThere(String what) {
    return new AwsError(400, "AlreadyExistsException", what + " already exists.");
  }
}
