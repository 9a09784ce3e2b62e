package dev.posthouse.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoContents;
import dev.posthouse.dynamodb.DynamoConversations;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoJobs;
import dev.posthouse.dynamodb.DynamoMailboxDays;
import dev.posthouse.dynamodb.DynamoMessages;
import dev.posthouse.dynamodb.DynamoMomentPages;
import dev.posthouse.dynamodb.DynamoOutbox;
import dev.posthouse.dynamodb.DynamoPurses;
import dev.posthouse.dynamodb.DynamoRecipients;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import dev.posthouse.s3.S3Contents;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.ManualClock;
import dev.posthouse.testing.Ports;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/// The platform with a table and a bucket of its own, and the functions a test puts behind its
/// gateway.
///
/// ```java
/// Deployment deployment = new Deployment().with(SendHandler::new);
/// Tenant tenant = Fixtures.tenant();
/// Caller caller = deployment.caller(tenant, Scope.MAIL_SEND);
/// Answer answer = caller.post("/v1/identities/dana@post.example/send", Map.of("to", "a@example.com"));
/// assertThat(answer.status()).isEqualTo(404);
/// ```
///
/// The table is DynamoDB Local's, whose transactions can be made to fail; the bucket is in memory;
/// the clock stands still until it is moved. Clients of other services are those the test gives.
public final class Deployment implements Platform {
  /// The operator's key here.
  public static final String ADMIN_KEY = "admin-key-of-the-operator";

  /// The bucket's name here.
  public static final String BUCKET = "posthouse-bucket";

  private final EmbeddedTable embedded = EmbeddedTable.create();
  private final LossyDynamoDb dynamoDb = new LossyDynamoDb(embedded.client());
  private final MemoryS3 s3 = new MemoryS3();
  private final Map<String, String> settings = new ConcurrentHashMap<>();
  private final Map<Class<?>, Object> clients = new ConcurrentHashMap<>();
  private final List<HttpFunction> functions = new ArrayList<>();
  private final ManualClock clock = new ManualClock();
  // Not the seed of Fixtures: what functions draw must not meet what tests draw.
  private final RandomGenerator random = new Random(5142031);
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(logged, true, StandardCharsets.UTF_8), clock);

  /// A deployment with nothing stored and no function.
  public Deployment() {
    settings.put("TABLE_NAME", embedded.name());
    settings.put("BUCKET_NAME", BUCKET);
    settings.put("ADMIN_KEY", ADMIN_KEY);
    settings.put("PLATFORM_DOMAIN", "post.example");
    settings.put("PUBLIC_URL", "https://api.post.example");
    settings.put("UNSUBSCRIBE_SECRET", "a-secret-that-signs-unsubscribe-links");
    settings.put("CONFIGURATION_SET", "posthouse");
    settings.put("SES_NAME_PREFIX", "posthouse-");
    settings.put("EVENT_BUS_NAME", "posthouse");
    settings.put("PROVISIONING", "manual");
    clients.put(DynamoDbClient.class, dynamoDb.client());
    clients.put(S3Client.class, s3);
  }

  /// Sets an environment variable of the functions made after this.
  public Deployment setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /// The client that functions made after this get for a service.
  public <C> Deployment provide(Class<C> type, C client) {
    clients.put(type, client);
    return this;
  }

  /// Puts a function behind the gateway, such as `SendHandler::new`, before those already there.
  public Deployment with(Function<Platform, ? extends HttpFunction> function) {
    functions.addFirst(function.apply(this));
    return this;
  }

  /// The table, for what a test puts there itself.
  public Table table() {
    return new Table(embedded.client(), embedded.name(), new Backoff(random));
  }

  /// Every port of the domain over the table and the bucket.
  public Ports ports() {
    Table table = table();
    return new Ports(
        new DynamoTenants(table),
        new DynamoPurses(table),
        new DynamoIdentities(table),
        new DynamoOutbox(table),
        new DynamoJobs(table),
        new DynamoRecipients(table),
        new DynamoConversations(table),
        new DynamoMessages(table),
        new DynamoContents(table, new S3Contents(s3, BUCKET)),
        new DynamoMailboxDays(table),
        new DynamoMomentPages(table));
  }

  /// Every item of the table.
  public Set<Map<String, AttributeValue>> contents() {
    return embedded
        .client()
        .scanPaginator(scan -> scan.tableName(embedded.name()).consistentRead(true))
        .items()
        .stream()
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Every object, as `bucket/key`.
  public Set<String> objects() {
    return s3.keys();
  }

  /// Loses the answer of the functions' transaction of that number from now, from 1.
  ///
  /// @param andApply whether it takes effect all the same
  public void loseTransaction(int number, boolean andApply) {
    dynamoDb.lose(number, andApply);
  }

  /// What the functions logged.
  public String logged() {
    return logged.toString(StandardCharsets.UTF_8);
  }

  /// Whoever holds that key.
  public Caller caller(String bearer) {
    return new Caller(this, bearer);
  }

  /// A holder of a new key of that tenant, which is stored if it is not yet.
  ///
  /// @param scopes of the key; none means all
  public Caller caller(Tenant tenant, Scope... scopes) {
    KeySecret secret = Fixtures.secret();
    ApiKey full = Fixtures.key(tenant.id(), secret);
    Set<Scope> granted = scopes.length == 0 ? EnumSet.allOf(Scope.class) : Set.of(scopes);
    var key =
        new ApiKey(
            full.id(),
            tenant.id(),
            full.name(),
            full.hint(),
            granted,
            full.createdAt(),
            full.expiresAt());
    var tenants = new DynamoTenants(table());
    if (!tenants.create(tenant, key, secret)) {
      tenants.addKey(key, secret);
    }
    return caller(secret.reveal());
  }

  /// The operator.
  public Caller operator() {
    return caller(ADMIN_KEY);
  }

  /// Somebody without a key.
  public Caller nobody() {
    return caller("");
  }

  /// Makes a request; the function whose route fits best answers it.
  ///
  /// @param path with its query, percent-encoded as a client sends it
  /// @param body a text is sent as it is, anything else as JSON; null: none
  public Answer call(
      String method, String path, @Nullable Object body, Map<String, String> headers) {
    return call(event(method, path, body, headers));
  }

  /// As [#call(String, String, Object, Map)], with an event made otherwise.
  ///
  /// An answer of a route of the platform is held against `openapi.yaml`.
  public Answer call(APIGatewayV2HTTPEvent event) {
    HttpFunction function = behind(event.getRawPath());
    Answer answer = Answer.of(function.handleRequest(event, null));
    if (function.routes().stream().allMatch(it -> OpenApi.get().operation(it).isPresent())) {
      String method = event.getRequestContext().getHttp().getMethod();
      OpenApi.get().demand(method, event.getRawPath(), answer);
    }
    return answer;
  }

  /// Hands an event to a function that is behind no route, and gives what it writes.
  ///
  /// @param event JSON
  public static String invoke(RequestStreamHandler function, String event) {
    var output = new ByteArrayOutputStream();
    try {
      function.handleRequest(
          new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
          output,
          new FakeContext());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  /// Expects that the call is refused so, and that the table is afterwards as it was before.
  public Answer refused(int status, String code, Supplier<Answer> call) {
    Set<Map<String, AttributeValue>> before = contents();
    Answer answer = call.get();
    assertThat(answer.text("code")).as(answer.content()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(contents()).as("stored").isEqualTo(before);
    return answer;
  }

  /// A request as API Gateway hands it over behind `$default`.
  public static APIGatewayV2HTTPEvent event(
      String method, String path, @Nullable Object body, Map<String, String> headers) {
    var http = new APIGatewayV2HTTPEvent.RequestContext.Http();
    http.setMethod(method);
    http.setSourceIp("192.0.2.7");
    var context = new APIGatewayV2HTTPEvent.RequestContext();
    context.setHttp(http);
    context.setRequestId("req-1");
    Map<String, String> all = new HashMap<>(headers);
    int question = path.indexOf('?');
    var event = new APIGatewayV2HTTPEvent();
    event.setVersion("2.0");
    event.setRouteKey("$default");
    event.setRawPath(question < 0 ? path : path.substring(0, question));
    event.setRawQueryString(question < 0 ? "" : path.substring(question + 1));
    event.setRequestContext(context);
    if (body != null) {
      all.putIfAbsent("content-type", "application/json");
      event.setBody(body instanceof String text ? text : Json.encode(body));
    }
    event.setHeaders(all);
    return event;
  }

  private HttpFunction behind(String path) {
    if (functions.isEmpty()) {
      throw new IllegalStateException("no function is deployed");
    }
    record Candidate(HttpFunction function, String route) {}
    return functions.stream()
        .flatMap(
            function -> function.routes().stream().map(route -> new Candidate(function, route)))
        .filter(candidate -> matches(candidate.route(), path))
        .min(Comparator.comparingInt(candidate -> candidate.route().split("\\{", -1).length))
        .map(Candidate::function)
        .orElse(functions.getFirst());
  }

  private static boolean matches(String route, String path) {
    String pattern =
        route
            .substring(route.indexOf(' ') + 1)
            .replaceAll("\\{[A-Za-z]+\\+}", ".+")
            .replaceAll("\\{[A-Za-z]+}", "[^/]+");
    return path.matches(pattern);
  }

  @Override
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  @Override
  public ManualClock clock() {
    return clock;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public <C> C client(Class<C> type, Supplier<C> make) {
    Object client = clients.get(type);
    if (client == null) {
      throw new IllegalStateException("give the deployment a " + type.getSimpleName());
    }
    return type.cast(client);
  }

  @Override
  public Log log() {
    return log;
  }
}
