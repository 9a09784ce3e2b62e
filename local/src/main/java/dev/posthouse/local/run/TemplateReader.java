package dev.posthouse.local.run;

import static dev.posthouse.local.run.CloudFormation.list;
import static dev.posthouse.local.run.CloudFormation.map;

import dev.posthouse.local.gateway.Cors;
import dev.posthouse.local.gateway.Route;
import dev.posthouse.local.run.Template.ReceiptRule;
import dev.posthouse.local.run.Template.SesReport;
import dev.posthouse.local.trigger.EventPattern;
import dev.posthouse.local.trigger.EventRouter;
import dev.posthouse.local.trigger.EventRule;
import dev.posthouse.local.trigger.FunctionSpec;
import dev.posthouse.local.trigger.QueueSource;
import dev.posthouse.local.trigger.ScheduleExpression;
import dev.posthouse.local.trigger.ScheduleSource;
import dev.posthouse.local.trigger.StreamSource;
import dev.posthouse.local.trigger.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Reads `template.yaml`, so that the local run has no list of its own of what there is.
public final class TemplateReader {
  // Lambda's own defaults, where the template says nothing.
  private static final Duration RECORD_AGE_MAX = Duration.ofHours(24);
  private static final int BATCH_SIZE = 100;
  private static final int RETRIES_MAX = 2;
  private static final int TIMEOUT_SECONDS = 3;
  private static final int MEMORY_MB = 128;
  private static final int VISIBILITY_SECONDS = 30;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final CloudFormation template;
  private final Map<String, Map<String, Object>> functions;
  private final List<Route> routes = new ArrayList<>();
  private final List<ScheduleSource> schedules = new ArrayList<>();
  private final List<EventRule> rules = new ArrayList<>();
  private final List<Subscription> topics = new ArrayList<>();
  private final List<Subscription> objects = new ArrayList<>();

  private TemplateReader(CloudFormation template) {
    this.template = template;
    this.functions = template.resources("AWS::Serverless::Function");
  }

  /// Reads a template.
  ///
  /// @param parameters values of its parameters; those not given keep their default
  /// @param asked such values too, which come before those and are held to what AWS would take
  /// @param secrets values of its Secrets Manager secrets, by logical id
  /// @param apiUrl where its HTTP API answers
  /// @throws IllegalArgumentException naming what the local run does not understand
  public static Template read(
      Path file,
      Map<String, String> parameters,
      Map<String, String> asked,
      Map<String, String> secrets,
      String apiUrl)
      throws IOException {
    var all = new HashMap<>(parameters);
    all.putAll(asked);
    CloudFormation template = CloudFormation.parse(Files.readString(file), all, secrets, apiUrl);
    template.demandAllowed(asked);
    return new TemplateReader(template).template();
  }

  private Template template() {
    functions.forEach((function, properties) ->
        map(properties.get("Events"))
            .forEach((name, event) -> event(function, function + name, map(event))));
    Map<String, Object> table = only("AWS::DynamoDB::Table");
    return new Template(
        functions.entrySet().stream()
            .map(function -> function(function.getKey(), function.getValue()))
            .toList(),
        List.copyOf(routes),
        cors(),
        TableDefinition.of(tableName(), table),
        Optional.ofNullable(map(table.get("TimeToLiveSpecification")).get("AttributeName"))
            .map(Object::toString),
        template.resources("AWS::S3::Bucket").keySet().stream()
            .map(id -> "posthouse-" + id.toLowerCase(Locale.ROOT))
            .toList(),
        streams(),
        queues(),
        List.copyOf(schedules),
        List.copyOf(rules),
        List.copyOf(topics),
        List.copyOf(objects),
        sesReports(),
        receiptRule());
  }

  private Optional<ReceiptRule> receiptRule() {
    return template.resources("AWS::SES::ReceiptRule").values().stream()
        .flatMap(rule -> list(map(rule.get("Rule")).get("Actions")).stream())
        .map(action -> map(map(action).get("S3Action")))
        .filter(action -> !action.isEmpty())
        .findFirst()
        .map(action ->
            new ReceiptRule(
                required(action, "BucketName"),
                text(action, "ObjectKeyPrefix").orElse(""),
                required(action, "TopicArn")));
  }

  private String tableName() {
    return template.resources("AWS::DynamoDB::Table").keySet().iterator().next();
  }

  private Map<String, Object> only(String type) {
    Map<String, Map<String, Object>> all = template.resources(type);
    if (all.size() != 1) {
      throw new IllegalArgumentException("expected one %s, found %s".formatted(type, all.keySet()));
    }
    return all.values().iterator().next();
  }

  private FunctionSpec function(String name, Map<String, Object> properties) {
    Map<String, Object> globals = template.globals("Function");
    Map<String, String> environment = new LinkedHashMap<>();
    for (Map<String, Object> each : List.of(globals, properties)) {
      map(map(each.get("Environment")).get("Variables"))
          .forEach((key, value) -> environment.put(key, value.toString()));
    }
    Map<String, Object> all = new LinkedHashMap<>(globals);
    all.putAll(properties);
    return new FunctionSpec(
        name,
        String.valueOf(all.get("Handler")),
        environment,
        number(all.get("MemorySize"), MEMORY_MB),
        Duration.ofSeconds(number(all.get("Timeout"), TIMEOUT_SECONDS)),
        number(map(all.get("EventInvokeConfig")).get("MaximumRetryAttempts"), RETRIES_MAX));
  }

  private void event(String function, String name, Map<String, Object> event) {
    Map<String, Object> properties = map(event.get("Properties"));
    switch (String.valueOf(event.get("Type"))) {
      case "HttpApi" ->
          routes.add(
              new Route(
                  text(properties, "Method").orElse("ANY").toUpperCase(Locale.ROOT),
                  text(properties, "Path").orElse(Route.DEFAULT),
                  function));
      case "ScheduleV2" -> schedules.add(schedule(function, name, properties));
      case "EventBridgeRule" ->
          rules.add(
              new EventRule(
                  text(properties, "EventBusName").orElse(EventRouter.DEFAULT_BUS),
                  EventPattern.of(JSON.valueToTree(properties.get("Pattern"))),
                  function));
      case "SNS" -> topics.add(new Subscription(required(properties, "Topic"), function));
      case "S3" -> objects.add(new Subscription(required(properties, "Bucket"), function));
      default ->
          throw new IllegalArgumentException(
              "%s has an event the local run does not know: %s"
                  .formatted(function, event.get("Type")));
    }
  }

  private static ScheduleSource schedule(
      String function, String name, Map<String, Object> properties) {
    ZoneId zone = ZoneId.of(text(properties, "ScheduleExpressionTimezone").orElse("UTC"));
    return new ScheduleSource(
        name,
        function,
        ScheduleExpression.parse(required(properties, "ScheduleExpression"), zone),
        required(properties, "Input"));
  }

  private Optional<Cors> cors() {
    Map<String, Object> cors = map(only("AWS::Serverless::HttpApi").get("CorsConfiguration"));
    if (cors.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Cors(
            texts(cors.get("AllowOrigins")),
            texts(cors.get("AllowMethods")),
            texts(cors.get("AllowHeaders")),
            texts(cors.get("ExposeHeaders")),
            number(cors.get("MaxAge"), 0)));
  }

  private List<StreamSource> streams() {
    List<StreamSource> streams = new ArrayList<>();
    template
        .resources("AWS::Lambda::EventSourceMapping")
        .forEach((name, mapping) -> {
          if (required(mapping, "EventSourceArn").contains(":dynamodb:")) {
            streams.add(stream(name, mapping));
          }
        });
    return streams;
  }

  private static StreamSource stream(String name, Map<String, Object> mapping) {
    List<EventPattern> filters =
        list(map(mapping.get("FilterCriteria")).get("Filters")).stream()
            .map(filter -> EventPattern.parse(required(map(filter), "Pattern")))
            .toList();
    Map<String, Object> onFailure = map(map(mapping.get("DestinationConfig")).get("OnFailure"));
    int ageSeconds = number(mapping.get("MaximumRecordAgeInSeconds"), -1);
    int retries = number(mapping.get("MaximumRetryAttempts"), -1);
    return new StreamSource(
        name,
        required(mapping, "FunctionName"),
        filters,
        number(mapping.get("BatchSize"), BATCH_SIZE),
        number(mapping.get("ParallelizationFactor"), 1),
        Boolean.TRUE.equals(mapping.get("BisectBatchOnFunctionError")),
        reportsItems(mapping),
        retries < 0 ? Optional.empty() : Optional.of(retries),
        ageSeconds < 0 ? RECORD_AGE_MAX : Duration.ofSeconds(ageSeconds),
        text(onFailure, "Destination").map(TemplateReader::lastOfArn));
  }

  private List<QueueSource> queues() {
    Map<String, Map<String, Object>> mappings = new LinkedHashMap<>();
    template
        .resources("AWS::Lambda::EventSourceMapping")
        .values()
        .forEach(mapping -> mappings.put(lastOfArn(required(mapping, "EventSourceArn")), mapping));
    List<QueueSource> queues = new ArrayList<>();
    template
        .resources("AWS::SQS::Queue")
        .forEach((name, queue) -> {
          Map<String, Object> mapping = mappings.getOrDefault(name, Map.of());
          Map<String, Object> redrive = map(queue.get("RedrivePolicy"));
          queues.add(
              new QueueSource(
                  name,
                  Duration.ofSeconds(number(queue.get("VisibilityTimeout"), VISIBILITY_SECONDS)),
                  number(redrive.get("maxReceiveCount"), Integer.MAX_VALUE),
                  text(redrive, "deadLetterTargetArn").map(TemplateReader::lastOfArn),
                  text(mapping, "FunctionName"),
                  reportsItems(mapping)));
        });
    return queues;
  }

  private List<SesReport> sesReports() {
    List<SesReport> reports = new ArrayList<>();
    template
        .resources("AWS::SES::ConfigurationSetEventDestination")
        .values()
        .forEach(properties -> {
          Map<String, Object> destination = map(properties.get("EventDestination"));
          Optional<String> topic = text(map(destination.get("SnsDestination")), "TopicARN");
          Optional<String> bus =
              text(map(destination.get("EventBridgeDestination")), "EventBusArn");
          reports.add(
              new SesReport(
                  required(properties, "ConfigurationSetName"),
                  required(destination, "Name"),
                  texts(destination.get("MatchingEventTypes")),
                  topic.or(() -> bus).orElseThrow()));
        });
    return reports;
  }

  private static boolean reportsItems(Map<String, Object> mapping) {
    return texts(mapping.get("FunctionResponseTypes")).contains("ReportBatchItemFailures");
  }

  private static String lastOfArn(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  private static Optional<String> text(Map<String, Object> properties, String name) {
    return Optional.ofNullable(properties.get(name)).map(Object::toString);
  }

  private static String required(Map<String, Object> properties, String name) {
    return text(properties, name)
        .orElseThrow(() -> new IllegalArgumentException("%s is missing".formatted(name)));
  }

  private static List<String> texts(@Nullable Object value) {
    return list(value).stream().map(Object::toString).toList();
  }

  private static int number(@Nullable Object value, int fallback) {
    return value == null ? fallback : Integer.parseInt(value.toString());
  }
}
