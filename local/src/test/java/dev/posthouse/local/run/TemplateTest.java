package dev.posthouse.local.run;

import static dev.posthouse.local.run.CloudFormation.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.posthouse.domain.sending.Zone;
import dev.posthouse.domain.webhook.PushMessage;
import dev.posthouse.dynamodb.EventDayItem;
import dev.posthouse.dynamodb.JobItem;
import dev.posthouse.dynamodb.StreamRecords;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import dev.posthouse.local.gateway.Route;
import dev.posthouse.local.gateway.RouteTable;
import dev.posthouse.local.run.Template.SesReport;
import dev.posthouse.local.trigger.EventRule;
import dev.posthouse.local.trigger.FunctionSpec;
import dev.posthouse.local.trigger.ScheduleSource;
import dev.posthouse.local.trigger.StreamSource;
import dev.posthouse.local.trigger.Subscription;
import dev.posthouse.sqs.PushMessages;
import dev.posthouse.testbed.OpenApi;
import dev.posthouse.testbed.Operation;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53domains.Route53DomainsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.EventType;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds `template.yaml` and `events/` against the code: what cfn-lint cannot know.
class TemplateTest {
  private static final Path ROOT = root();
  private static final Map<String, String> PARAMETERS = Map.of("PlatformDomain", "example.com");
  private static final Map<String, String> SECRETS =
      Map.of(
          "AdminKeySecret",
          "admin",
          "UnsubscribeSecret",
          "an-unsubscribe-secret",
          "WebhookSecret",
          "a-webhook-secret");
  private static final String API = "https://api.example.com";
  private static final Template TEMPLATE = template();

  @ParameterizedTest
  @MethodSource("functions")
  void aFunctionsHandlerIsThereForLambdaAndForTheLocalRun(FunctionSpec function) throws Exception {
    Class<?> handler = Class.forName(function.handler());

    assertThat(handler.getConstructor()).isNotNull();
    assertThat(handler.getConstructor(Platform.class)).isNotNull();
    assertThat(
            RequestHandler.class.isAssignableFrom(handler)
                || RequestStreamHandler.class.isAssignableFrom(handler))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aFunctionsRoutesAreThoseItsHandlerDeclares(FunctionSpec function) throws Exception {
    Set<String> declared = new TreeSet<>();
    if (made(function) instanceof HttpFunction http) {
      declared.addAll(http.routes());
    }

    assertThat(named(function)).isEqualTo(declared);
  }

  @Test
  void theRoutesAreThoseOfTheOpenApiDescription() {
    Set<String> deployed =
        TEMPLATE.routes().stream()
            .filter(route -> !route.method().equals("ANY"))
            .map(Route::key)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(OpenApi.get().operations())
        .extracting(Operation::route)
        .containsExactlyInAnyOrderElementsOf(deployed);
  }

  @Test
  void eachPathHasOneFunctionThatAnswersToWrongMethods() {
    Map<String, Set<String>> functionsOfPath =
        TEMPLATE.routes().stream()
            .filter(route -> !route.path().equals(Route.DEFAULT))
            .collect(
                Collectors.groupingBy(
                    Route::path, Collectors.mapping(Route::function, Collectors.toSet())));
    Set<String> any =
        TEMPLATE.routes().stream()
            .filter(route -> route.method().equals("ANY"))
            .map(Route::path)
            .filter(path -> !path.equals(Route.DEFAULT))
            .collect(Collectors.toSet());

    assertThat(functionsOfPath).isNotEmpty();
    assertThat(functionsOfPath.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    assertThat(any).isEqualTo(functionsOfPath.keySet());
  }

  @Test
  void whatOnlyTheLocalRunHasIsNotDeployed() {
    assertThat(TEMPLATE.routes()).noneMatch(route -> route.path().startsWith("/_local"));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aFunctionIsDeployedAsItsModuleBuildsIt(FunctionSpec function) throws IOException {
    CloudFormation template = cloudFormation();
    Map<String, Object> all = new HashMap<>(template.globals("Function"));
    all.putAll(map(template.resources("AWS::Serverless::Function").get(function.name())));

    assertThat(all).containsEntry("Runtime", "java25").containsEntry("AutoPublishAlias", "live");
    assertThat(map(all.get("SnapStart"))).containsEntry("ApplyOn", "PublishedVersions");
    assertThat(map(all.get("LoggingConfig"))).containsEntry("LogFormat", "JSON");
    assertThat(template.resources("AWS::Logs::LogGroup"))
        .containsKey(String.valueOf(map(all.get("LoggingConfig")).get("LogGroup")));
    String zip = String.valueOf(all.get("CodeUri"));
    assertThat(zip).endsWith("/target/function.zip");
    assertThat(ROOT.resolve(zip.replace("target/function.zip", "pom.xml"))).exists();
  }

  @ParameterizedTest
  @CsvSource({"off, false, false", "records, true, false", "register, true, true"})
  void onlyWhoIsLetMayTouchZonesAndOnlyWhoPaysMayRegister(
      String managed, boolean zones, boolean registers) throws IOException {
    Map<String, String> parameters = new HashMap<>(PARAMETERS);
    parameters.put("ManagedDomains", managed);
    Map<String, Map<String, Object>> functions =
        CloudFormation.parse(
                Files.readString(ROOT.resolve("template.yaml")), parameters, SECRETS, API)
            .resources("AWS::Serverless::Function");

    functions.forEach((name, function) -> {
      boolean keeps = List.of("IdentitiesFunction", "RepairFunction").contains(name);
      String policies = String.valueOf(function.get("Policies"));
      assertThat(policies.contains("route53:ChangeResourceRecordSets")).isEqualTo(keeps && zones);
      assertThat(policies.contains("route53domains:RegisterDomain")).isEqualTo(keeps && registers);
      assertThat(policies.contains("route53")).isEqualTo(keeps && zones);
    });
  }

  @Test
  void aJobThatIsQueuedWakesItsDelivery() throws IOException {
    JsonNode record = event("stream.json").path("Records").path(0);
    StreamSource deliver = stream("DeliverFunction");
    StreamSource relay = stream("RelayFunction");

    assertThat(deliver.filters()).hasSize(1);
    assertThat(deliver.filters().getFirst().matches(record)).isTrue();
    assertThat(relay.filters().getFirst().matches(record)).isTrue();
    JsonNode sent =
        JsonMapper.shared().readTree(record.toString().replace("\"queued\"", "\"sent\""));
    assertThat(deliver.filters().getFirst().matches(sent)).isFalse();
    assertThat(relay.filters().getFirst().matches(sent)).isTrue();
  }

  @Test
  void theEndOfADayOfALogWakesTheRelay() throws IOException {
    JsonNode record = event("stream-expired.json").path("Records").path(0);

    assertThat(stream("RelayFunction").filters()).anyMatch(filter -> filter.matches(record));
    assertThat(stream("DeliverFunction").filters()).noneMatch(filter -> filter.matches(record));
    JsonNode written =
        JsonMapper.shared()
            .readTree(
                record.toString().replace("REMOVE", "INSERT").replace("OldImage", "NewImage"));
    assertThat(stream("RelayFunction").filters()).noneMatch(filter -> filter.matches(written));
  }

  @Test
  void theStreamIsReadAgainUntilAQueueHearsOfIt() {
    assertThat(TEMPLATE.streams()).hasSize(2);
    for (StreamSource stream : TEMPLATE.streams()) {
      assertThat(stream.reportsItems()).isTrue();
      assertThat(stream.bisect()).isTrue();
      assertThat(stream.retriesMax()).isPresent();
      // A stream keeps its records for a day.
      assertThat(stream.recordAgeMax().toHours()).isLessThan(24);
      assertThat(TEMPLATE.queues())
          .anyMatch(queue -> queue.name().equals(stream.onFailure().orElseThrow()));
    }
  }

  @Test
  void theSweepRunsEveryMinuteAndTheScanEveryDay() {
    Instant now = Instant.parse("2026-03-01T09:00:00Z");
    Map<String, Instant> next =
        TEMPLATE.schedules().stream()
            .collect(
                Collectors.toMap(
                    ScheduleSource::function,
                    schedule -> schedule.expression().next(now).orElseThrow()));

    assertThat(next)
        .containsEntry("SweepFunction", now.plusSeconds(60))
        .containsEntry("RecoverFunction", Instant.parse("2026-03-02T03:30:00Z"))
        .containsKeys(Idle.BY_WHAT_IS_DUE.toArray(String[]::new))
        .containsKey(Idle.BY_WHAT_HAS_CHANGED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Provisionin | manual | template.yaml has no parameter Provisionin",
        "Provisioning | sometimes | Provisioning=sometimes is not of its AllowedValues",
        "TierPrices | cheap | TierPrices=cheap is not of its AllowedPattern",
        "SendQuotas | free=1000001/day | SendQuotas=free=1000001/day is not of its AllowedPattern",
        "SendQuotas | free=0/day | SendQuotas=free=0/day is not of its AllowedPattern",
        "SignupsPerHour | many | SignupsPerHour=many is not of its Type Number",
        "SignupsPerHour | 0 | SignupsPerHour=0 is not of its MinValue 1",
        "SignupsPerHour | 1001 | SignupsPerHour=1001 is not of its MaxValue 1000",
      })
  void aParameterThatAwsWouldRefuseIsNamed(String name, String value, String message)
      throws IOException {
    CloudFormation template = cloudFormation();
    assertThatThrownBy(() -> template.demandAllowed(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    template.demandAllowed(
        Map.of("Provisioning", "manual", "TierPrices", "growth=900", "SignupsPerHour", "1000"));
    for (String quotas :
        List.of("", "free=1000000/day", "free=1/hour,10/day;paid_active=999999/hour")) {
      template.demandAllowed(Map.of("SendQuotas", quotas));
    }
  }

  @Test
  void sesReportsInWordsThatSesKnowsAndInTwoWays() {
    assertThat(TEMPLATE.sesReports()).extracting(SesReport::destination).doesNotHaveDuplicates();
    assertThat(TEMPLATE.sesReports()).hasSize(2);
    for (SesReport report : TEMPLATE.sesReports()) {
      assertThat(report.eventTypes())
          .isNotEmpty()
          .allSatisfy(type ->
              assertThat(EventType.knownValues()).extracting(EventType::toString).contains(type));
    }
    assertThat(TEMPLATE.topics()).extracting(Subscription::function).contains("FeedbackFunction");
  }

  @Test
  void receivedMailIsToldToTheFunctionThatTakesIt() {
    Template.ReceiptRule rule = TEMPLATE.receiptRule().orElseThrow();

    assertThat(TEMPLATE.buckets()).contains(rule.bucket());
    assertThat(TEMPLATE.topics()).contains(new Subscription(rule.topic(), "InboundFunction"));
  }

  @Test
  void theRuleTakesEventsOfOurConfigurationSetOnly() throws IOException {
    JsonNode event = event("ses-event.json");
    EventRule rule = TEMPLATE.rules().getFirst();

    assertThat(TEMPLATE.rules()).hasSize(1);
    assertThat(rule.pattern().matches(event)).isTrue();
    JsonNode others =
        JsonMapper.shared().readTree(event.toString().replace("posthouse-outbound", "other"));
    assertThat(rule.pattern().matches(others)).isFalse();
  }

  @Test
  void theSampleRequestIsOneOfARoute() throws IOException {
    APIGatewayV2HTTPEvent event = bound("send.json", APIGatewayV2HTTPEvent.class);
    Route route =
        new RouteTable(TEMPLATE.routes())
            .find(event.getRequestContext().getHttp().getMethod(), event.getRawPath())
            .orElseThrow()
            .route();

    assertThat(route.key()).isEqualTo(event.getRouteKey());
    assertThat(route.function()).isEqualTo("SendFunction");
    assertThat(event.getPathParameters()).containsEntry("handle", "demo@posthouse.example");
  }

  @Test
  void theSamplesOfEventsAreWhatTheirHandlersTake() throws IOException {
    assertThat(bound("schedule.json", ScheduledEvent.class).getTime()).isNotNull();
    assertThat(bound("failed-batch.json", SQSEvent.class).getRecords()).hasSize(1);
    assertThat(
            PushMessages.read(bound("push.json", SQSEvent.class).getRecords().getFirst().getBody()))
        .containsInstanceOf(PushMessage.Wake.class);
    try (var stream = Files.newInputStream(ROOT.resolve("events/stream.json"))) {
      assertThat(StreamRecords.read(stream))
          .singleElement()
          .satisfies(change ->
              assertThat(JobItem.read(change.newImage().orElseThrow()).status().waiting())
                  .isTrue());
    }
    try (var stream = Files.newInputStream(ROOT.resolve("events/stream-expired.json"))) {
      assertThat(StreamRecords.read(stream))
          .singleElement()
          .satisfies(change -> {
            assertThat(change.kind()).isEqualTo(EventDayItem.KIND);
            assertThat(EventDayItem.identity(change.oldImage().orElseThrow()).value())
                .startsWith("idn_");
          });
    }
    JsonNode notification = event("ses-notification.json").path("Records").path(0).path("Sns");
    assertThat(JsonMapper.shared().readTree(notification.path("Message").asString()))
        .isEqualTo(event("ses-event.json").path("detail"));
  }

  private static Set<String> named(FunctionSpec function) {
    return TEMPLATE.routes().stream()
        .filter(route -> route.function().equals(function.name()))
        .filter(route -> !route.method().equals("ANY"))
        .map(Route::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Object made(FunctionSpec function) throws ReflectiveOperationException {
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    Map<Class<?>, Object> clients =
        Stream.of(
                DynamoDbClient.class,
                DynamoDbStreamsClient.class,
                SesV2Client.class,
                S3Client.class,
                Zone.class,
                EventBridgeClient.class,
                Route53Client.class,
                Route53DomainsClient.class,
                SqsClient.class)
            .collect(Collectors.toMap(type -> type, TemplateTest::unused));
    Platform platform =
        new LocalPlatform(
            function.environment(), clock, new SecureRandom(), new Log(System.out, clock), clients);
    return Class.forName(function.handler()).getConstructor(Platform.class).newInstance(platform);
  }

  /// A client for constructors, which only hand it on.
  private static Object unused(Class<?> client) {
    return Proxy.newProxyInstance(
        client.getClassLoader(),
        new Class<?>[] {client},
        (_, method, _) -> {
          throw new IllegalStateException(method + " called while wiring");
        });
  }

  private static StreamSource stream(String function) {
    return TEMPLATE.streams().stream()
        .filter(stream -> stream.function().equals(function))
        .findFirst()
        .orElseThrow();
  }

  static Stream<FunctionSpec> functions() {
    return TEMPLATE.functions().stream();
  }

  private static JsonNode event(String name) throws IOException {
    return JsonMapper.shared().readTree(Files.readAllBytes(ROOT.resolve("events").resolve(name)));
  }

  private static <T> T bound(String name, Class<T> type) throws IOException {
    String json = Files.readString(ROOT.resolve("events").resolve(name));
    return LambdaEventSerializers.serializerFor(type, TemplateTest.class.getClassLoader())
        .fromJson(json);
  }

  private static CloudFormation cloudFormation() throws IOException {
    return CloudFormation.parse(
        Files.readString(ROOT.resolve("template.yaml")), PARAMETERS, SECRETS, API);
  }

  private static Template template() {
    try {
      return TemplateReader.read(ROOT.resolve("template.yaml"), PARAMETERS, Map.of(), SECRETS, API);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("template.yaml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("no template.yaml above " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }
}
