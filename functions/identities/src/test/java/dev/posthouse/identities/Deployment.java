package dev.posthouse.identities;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import tools.jackson.databind.JsonNode;

/// A platform with a table of its own in an embedded DynamoDB Local, whose clock stands still and
/// whose transactions can be made to fail.
final class Deployment implements Platform {
  static final Instant NOW = Instant.parse("2031-05-14T12:00:00Z");
  static final String ADMIN_KEY = "admin-key-of-the-operator";

  private static final DynamoDbClient LOCAL = DynamoDBEmbedded.create().dynamoDbClient();
  private static final AtomicInteger TABLES = new AtomicInteger();

  private final String tableName = "posthouse" + TABLES.incrementAndGet();
  private final Map<String, String> settings = new HashMap<>();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final RandomGenerator random = new Random(20310514);
  private final AtomicInteger transactions = new AtomicInteger();
  private volatile int failing;
  private volatile boolean applied;

  Deployment(String provisioning) {
    settings.put("TABLE_NAME", tableName);
    settings.put("ADMIN_KEY", ADMIN_KEY);
    settings.put("PLATFORM_DOMAIN", "post.example");
    settings.put("PROVISIONING", provisioning);
    LOCAL.createTable(request ->
        request
            .tableName(tableName)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(attribute("pk"), attribute("sk"))
            .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE)));
  }

  private static AttributeDefinition attribute(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  /// The table, for what a test puts there itself.
  Table table() {
    return new Table(LOCAL, tableName, new Backoff(random));
  }

  /// Everything stored.
  Set<Map<String, AttributeValue>> contents() {
    return LOCAL.scanPaginator(request -> request.tableName(tableName)).items().stream()
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Loses the answer of the transaction of that number from now, from 1.
  ///
  /// @param andApply whether it takes effect all the same
  void loseTransaction(int number, boolean andApply) {
    transactions.set(0);
    failing = number;
    applied = andApply;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(NOW);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public <C> C client(Class<C> type, Supplier<C> make) {
    Object client =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              boolean lost =
                  method.getName().equals("transactWriteItems")
                      && transactions.incrementAndGet() == failing;
              try {
                Object answer = lost && !applied ? null : method.invoke(LOCAL, arguments);
                if (lost) {
                  throw SdkClientException.create("the answer is lost");
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(client);
  }

  @Override
  public Log log() {
    return new Log(new PrintStream(logged, true, StandardCharsets.UTF_8), clock());
  }

  String logged() {
    return logged.toString(StandardCharsets.UTF_8);
  }

  /// An answer.
  record Answer(int status, Map<String, String> headers, JsonNode body) {
    String text(String field) {
      return body.path(field).asString("");
    }
  }

  /// A request as the gateway hands it over behind `$default`.
  static APIGatewayV2HTTPEvent event(
      String method,
      String path,
      String bearer,
      Map<String, String> headers,
      @Nullable String body) {
    var http = new APIGatewayV2HTTPEvent.RequestContext.Http();
    http.setMethod(method);
    http.setSourceIp("192.0.2.7");
    var context = new APIGatewayV2HTTPEvent.RequestContext();
    context.setHttp(http);
    context.setRequestId("req-1");
    Map<String, String> all = new HashMap<>(headers);
    if (!bearer.isEmpty()) {
      all.put("authorization", "Bearer " + bearer);
    }
    if (body != null) {
      all.put("content-type", "application/json");
    }
    int question = path.indexOf('?');
    var event = new APIGatewayV2HTTPEvent();
    event.setVersion("2.0");
    event.setRouteKey("$default");
    event.setRawPath(question < 0 ? path : path.substring(0, question));
    event.setRawQueryString(question < 0 ? "" : path.substring(question + 1));
    event.setRequestContext(context);
    event.setHeaders(all);
    event.setBody(body);
    return event;
  }

  static Answer call(HttpFunction function, APIGatewayV2HTTPEvent event) {
    APIGatewayV2HTTPResponse response = function.handleRequest(event, null);
    return new Answer(
        response.getStatusCode(),
        response.getHeaders(),
        Json.mapper().readTree(response.getBody()));
  }
}
