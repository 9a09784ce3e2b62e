package dev.posthouse.local.run;

import dev.posthouse.local.run.LocalSystem.Answer;
import dev.posthouse.testbed.OpenApi;
import dev.posthouse.testbed.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A system in which each operation of `openapi.yaml` finds what it is about: a tenant with an
/// identity, two mailboxes, messages, jobs and keys; and another tenant that must see none of it.
///
/// The examples of the description name things by ids that are made up; here they stand for those
/// of this world.
final class ApiWorld {
  private static final OpenApi API = OpenApi.get();
  private static final Pattern HREF = Pattern.compile("List-Unsubscribe: <([^>]+)>");

  final LocalSystem system;
  private final AtomicInteger serial = new AtomicInteger();
  final String tenant;
  final String key;
  final String handle;
  final String otherHandle;
  final String otherTenant;
  final Box ada;
  final Box bob;
  private final Map<String, String> ofIdentity = new HashMap<>();
  private final Map<String, String> ofMailbox = new HashMap<>();

  /// A mailbox and its token.
  record Box(String address, String token) {}

  /// A tenant of its own, and nothing of it shared; it has no credits.
  record Stranger(String key, Box box) {
    String mailboxToken() {
      return box.token();
    }
  }

  ApiWorld(LocalSystem system) {
    this.system = system;
    JsonNode made = tenant();
    tenant = made.path("tenantId").asString();
    key = made.path("key").asString();
    pay();
    handle = identity(key);
    otherHandle = identity(key);
    otherTenant = tenant().path("tenantId").asString();
    ada = mailbox();
    bob = mailbox();
    JsonNode got = written(bob, ada);
    ofMailbox.put("messageId", got.path("id").asString());
    ofMailbox.put("convId", got.path("convId").asString());
    ofMailbox.put("attachmentId", got.at("/attachments/0/id").asString());
    ofIdentity.put("convId", sent("bob@example.com").path("convId").asString());
    ofIdentity.put("handle", handle);
    ofIdentity.put("tenantId", tenant);
    ofIdentity.put("address", poolAddress());
    ofIdentity.put("domain", domain());
    ofIdentity.put("keyId", minted("{\"name\":\"spare\"}").path("keyId").asString());
    ofIdentity.put("id", scheduled());
    // Of an identity that does nothing, so that nothing is pushed while a test looks at the table.
    ofIdentity.put("webhookId", webhook(identity()));
    sent("leaver@example.com");
    ofIdentity.put("token", unsubscribeToken("leaver@example.com"));
  }

  String unique(String prefix) {
    return prefix + serial.incrementAndGet();
  }

  private JsonNode tenant() {
    String body = "{\"name\":\"%s\",\"operatorEmail\":\"ops@example.com\"}".formatted(unique("T"));
    return created(system.post("/v1/tenants", LocalRun.ADMIN_KEY, body));
  }

  /// No rolling limits, and credits for all that a test sends.
  private void pay() {
    String path = "/v1/tenants/" + tenant;
    String paid = "{\"billingState\":\"paid_active\",\"outboundStatus\":\"external_enabled\"}";
    LocalSystem.expect(200, system.call("PUT", path + "/send-policy", LocalRun.ADMIN_KEY, paid));
    LocalSystem.expect(
        200,
        system.post(
            path + "/credits",
            LocalRun.ADMIN_KEY,
            "{\"credits\":100000,\"reason\":\"for tests\"}",
            "idempotency-key",
            "for-tests"));
  }

  private static JsonNode created(Answer answer) {
    return LocalSystem.expect(201, answer).body();
  }

  /// A further identity of the tenant.
  String identity() {
    return identity(key);
  }

  private String identity(String of) {
    String name = unique("world") + "@" + LocalRun.DOMAIN;
    String body = "{\"handle\":\"%s\",\"displayName\":\"W\",\"tier\":\"starter\"}".formatted(name);
    created(system.post("/v1/identities", of, body));
    return name;
  }

  /// A further mailbox of the tenant.
  Box mailbox() {
    return mailbox(key);
  }

  private Box mailbox(String of) {
    String body =
        "{\"mailboxAlias\":\"%s\",\"displayName\":\"Box\"}".formatted(unique("world-box"));
    JsonNode box = created(system.post("/v1/mailboxes", of, body));
    return new Box(box.path("mailboxAddress").asString(), box.path("accessToken").asString());
  }

  Stranger stranger() {
    String other = tenant().path("key").asString();
    identity(other);
    return new Stranger(other, mailbox(other));
  }

  /// A message with a file from one mailbox to another, as the other lists it.
  JsonNode written(Box from, Box to) {
    String subject = unique("Subject ");
    String body =
        """
        {"to":"%s","subject":"%s","text":"Hi","attachments":[{"filename":"a.txt","content":"aGk="}]}
        """
            .formatted(to.address(), subject);
    LocalSystem.expect(202, system.post("/v1/messages/send", from.token(), body));
    var found = new ArrayList<JsonNode>();
    LocalSystem.until(() -> {
      system
          .get("/v1/mailboxes/self/messages", to.token())
          .body()
          .path("items")
          .forEach(item -> {
            if (item.path("subject").asString().equals(subject)) {
              found.add(item);
            }
          });
      return !found.isEmpty();
    });
    return found.getFirst();
  }

  /// A send of the identity.
  JsonNode sent(String to) {
    return LocalSystem.expect(202, system.send(new LocalSystem.Account(key, handle), to)).body();
  }

  /// A domain that the identity was given; nothing proves it yet.
  private String domain() {
    String body = "{\"domain\":\"mail.acme.example\"}";
    return created(system.post("/v1/identities/" + handle + "/domains", key, body))
        .path("domain")
        .asString();
  }

  /// A job that waits till tomorrow.
  String scheduled() {
    return scheduled(handle);
  }

  /// A job of that identity that waits till tomorrow.
  String scheduled(String handle) {
    String body =
        "{\"to\":\"%s@example.com\",\"subject\":\"S\",\"text\":\"T\",\"sendAt\":\"%s\"}"
            .formatted(unique("later"), system.now().plusSeconds(86_400));
    String path = LocalSystem.sendPath(new LocalSystem.Account(key, handle));
    return LocalSystem.expect(202, system.post(path, key, body))
        .body()
        .path("outboundJobId")
        .asString();
  }

  /// A job of which nobody knows whether SES took it.
  String uncertain() {
    system.faults("[{\"target\":\"ses\",\"kind\":\"timeout_before\",\"count\":1}]");
    String job = sent(unique("maybe") + "@example.com").path("outboundJobId").asString();
    LocalSystem.until(() ->
        system
            .job(new LocalSystem.Account(key, handle), job)
            .body()
            .path("status")
            .asString()
            .equals("uncertain"));
    system.faults("[]");
    return job;
  }

  /// A webhook that hears of that identity; nobody listens there.
  String webhook(String of) {
    String body = "{\"url\":\"http://127.0.0.1:1/hook\",\"identities\":[\"%s\"]}".formatted(of);
    return created(system.post("/v1/webhooks", key, body)).path("id").asString();
  }

  /// A webhook and an event that went out to it.
  Map<String, String> delivery() {
    String webhook = webhook(handle);
    sent(unique("heard-") + "@example.com");
    var found = new HashMap<String, String>(Map.of("webhookId", webhook));
    for (int minute = 0; minute < 10 && found.size() == 1; minute++) {
      system.advance("PT1M");
      JsonNode page = system.get("/v1/webhooks/" + webhook + "/deliveries", key).body();
      if (!page.path("items").isEmpty()) {
        found.put("deliveryId", page.at("/items/0/id").asString());
      }
    }
    return found;
  }

  /// A key of the tenant.
  JsonNode minted(String body) {
    return created(system.post("/v1/keys", key, body));
  }

  String poolAddress() {
    return LocalSystem.expect(200, system.get("/v1/identities/" + handle + "/pool", key))
        .body()
        .at("/mailboxes/0/address")
        .asString();
  }

  private String unsubscribeToken(String to) {
    LocalSystem.until(() -> !system.mailTo(to).isEmpty());
    String raw = system.raw(system.mailTo(to).getFirst().path("id").asString());
    Matcher matcher = HREF.matcher(raw.replace("\r\n ", " "));
    if (!matcher.find()) {
      throw new AssertionError("no link in " + raw);
    }
    return matcher.group(1).substring(matcher.group(1).lastIndexOf('/') + 1);
  }

  /// Whether an operation is about a mailbox of its own, whose token calls it.
  static boolean ofMailbox(Operation operation) {
    String path = operation.path();
    return path.startsWith("/v1/mailboxes/self")
        || path.startsWith("/v1/messages/")
        || path.startsWith("/v1/attachments/")
        || path.startsWith("/v1/threads/")
        || path.equals("/v1/outbound-jobs");
  }

  /// Who may call it.
  String caller(Operation operation) {
    if (operation.forOperator() && !operation.forTenants()) {
      return LocalRun.ADMIN_KEY;
    }
    return ofMailbox(operation) ? ada.token() : operation.forTenants() ? key : "";
  }

  /// The path of the operation with the things of this world, and the query it cannot do without.
  String path(Operation operation) {
    return path(operation, Map.of());
  }

  /// As [#path(Operation)], with some things replaced.
  String path(Operation operation, Map<String, String> instead) {
    String path = operation.path();
    for (JsonNode parameter : operation.parameters("path")) {
      String name = parameter.path("name").asString();
      String value = value(operation, name).orElse(parameter.path("example").asString());
      path = path.replace("{" + name + "}", encoded(instead.getOrDefault(name, value)));
    }
    String query =
        operation.parameters("query").stream()
            .filter(parameter -> parameter.path("required").asBoolean(false))
            .map(parameter -> {
              String name = parameter.path("name").asString();
              String value =
                  name.equals("identity") ? handle : parameter.path("example").asString();
              return name + "=" + encoded(value);
            })
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  private Optional<String> value(Operation operation, String name) {
    Map<String, String> things = ofMailbox(operation) ? ofMailbox : ofIdentity;
    return Optional.ofNullable(things.getOrDefault(name, ofIdentity.get(name)));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// The media type of the operation's body, and its examples with the things of this world; empty
  /// if it takes no body.
  Map<String, String> examples(Operation operation) {
    var examples = new LinkedHashMap<String, String>();
    JsonNode body = operation.body();
    if (body != null) {
      for (JsonNode content : body) {
        for (Map.Entry<String, JsonNode> example : content.path("examples").properties()) {
          JsonNode value = example.getValue().path("value");
          examples.put(
              example.getKey(),
              value.isString() ? value.asString() : here(operation, value.toString()));
        }
      }
    }
    return examples;
  }

  /// One of the examples, empty text if it takes no body.
  String example(Operation operation) {
    return examples(operation).values().stream().findFirst().orElse("");
  }

  private String here(Operation operation, String json) {
    String here = json;
    for (JsonNode parameter : API.document().path("components").path("parameters")) {
      String example = parameter.path("example").asString("");
      Optional<String> value = value(operation, parameter.path("name").asString());
      if (parameter.path("in").asString().equals("path") && value.isPresent()) {
        here = here.replace("\"" + example + "\"", "\"" + value.get() + "\"");
      }
    }
    return here;
  }

  /// What the operation's body is.
  static String mediaType(Operation operation) {
    JsonNode body = operation.body();
    return body == null ? "application/json" : body.propertyNames().iterator().next();
  }

  /// The operations of the description that ask who calls.
  static List<Operation> guarded() {
    return API.operations().stream().filter(it -> it.forTenants() || it.forOperator()).toList();
  }
}
