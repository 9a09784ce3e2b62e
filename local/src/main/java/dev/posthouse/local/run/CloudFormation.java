package dev.posthouse.local.run;

import dev.posthouse.local.trigger.LocalArn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// A CloudFormation template whose functions can be resolved without an account.
///
/// References to resources become the names and ARNs they have in the local run, which are made of
/// their logical ids; `{{resolve:secretsmanager:…}}` becomes the local secret of that logical id.
final class CloudFormation {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");
  private static final Pattern SECRET =
      Pattern.compile("\\{\\{resolve:secretsmanager:([^:}]+):SecretString}}");

  /// `AWS::NoValue`: the property is left out.
  private record Nothing() {}

  private final Map<String, Object> root;
  private final Map<String, String> parameters;
  private final Map<String, String> secrets;
  private final String apiUrl;

  private CloudFormation(
      Map<String, Object> root,
      Map<String, String> parameters,
      Map<String, String> secrets,
      String apiUrl) {
    this.root = root;
    this.parameters = new LinkedHashMap<>(defaults(root));
    this.parameters.putAll(parameters);
    this.secrets = secrets;
    this.apiUrl = apiUrl;
  }

  /// Reads a template.
  ///
  /// @param parameters values of its parameters; those not given keep their default
  /// @param secrets values of its Secrets Manager secrets, by logical id
  /// @param apiUrl where its HTTP API answers
  /// @throws IllegalArgumentException if it is not one
  static CloudFormation parse(
      String yaml, Map<String, String> parameters, Map<String, String> secrets, String apiUrl) {
    LoaderOptions options = new LoaderOptions();
    // A guard against templates that unfold without end; ours repeats a dozen nodes.
    options.setMaxAliasesForCollections(500);
    Object loaded = new Yaml(new Tags(options)).load(yaml);
    return new CloudFormation(map(loaded), parameters, secrets, apiUrl);
  }

  /// The properties of all resources of a type, by logical id, resolved.
  Map<String, Map<String, Object>> resources(String type) {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    map(root.get("Resources"))
        .forEach((id, resource) -> {
          Map<String, Object> body = map(resource);
          if (type.equals(body.get("Type")) && exists(body)) {
            found.put(id, map(resolve(body.get("Properties"))));
          }
        });
    return found;
  }

  /// The section of `Globals` for a kind of resource, resolved.
  Map<String, Object> globals(String kind) {
    return map(resolve(map(root.get("Globals")).get(kind)));
  }

  private boolean exists(Map<String, Object> resource) {
    return !(resource.get("Condition") instanceof String condition) || condition(condition);
  }

  private boolean condition(String name) {
    return truth(map(root.get("Conditions")).get(name));
  }

  private boolean truth(@Nullable Object expression) {
    Map.Entry<String, Object> call = map(expression).entrySet().iterator().next();
    List<Object> arguments =
        call.getValue() instanceof List<?> ? list(call.getValue()) : List.of(call.getValue());
    return switch (call.getKey()) {
      case "Fn::Equals" ->
          Objects.equals(
              String.valueOf(resolve(arguments.get(0))), String.valueOf(resolve(arguments.get(1))));
      case "Fn::Not" -> !truth(arguments.getFirst());
      case "Fn::And" -> arguments.stream().allMatch(this::truth);
      case "Fn::Or" -> arguments.stream().anyMatch(this::truth);
      case "Condition" -> condition(String.valueOf(call.getValue()));
      default -> throw new IllegalArgumentException("no condition: " + call.getKey());
    };
  }

  private @Nullable Object resolve(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> secret(text);
      case List<?> list -> resolveAll(list);
      case Map<?, ?> map when map.size() == 1 && isCall(map) -> call(map(map));
      case Map<?, ?> map -> resolveAll(map(map));
      default -> value;
    };
  }

  private List<Object> resolveAll(List<?> list) {
    List<Object> resolved = new ArrayList<>();
    for (Object each : list) {
      Object one = resolve(each);
      if (one != null && !(one instanceof Nothing)) {
        resolved.add(one);
      }
    }
    return resolved;
  }

  private Map<String, Object> resolveAll(Map<String, Object> map) {
    Map<String, Object> resolved = new LinkedHashMap<>();
    map.forEach((key, each) -> {
      Object one = resolve(each);
      if (one != null && !(one instanceof Nothing)) {
        resolved.put(key, one);
      }
    });
    return resolved;
  }

  private static boolean isCall(Map<?, ?> map) {
    String key = String.valueOf(map.keySet().iterator().next());
    return key.equals("Ref") || key.startsWith("Fn::");
  }

  private @Nullable Object call(Map<String, Object> call) {
    String name = call.keySet().iterator().next();
    Object argument = Objects.requireNonNull(call.get(name));
    return switch (name) {
      case "Ref" -> ref(argument.toString());
      case "Fn::GetAtt" ->
          attribute(
              argument instanceof List<?> parts
                  ? parts.get(0) + "." + parts.get(1)
                  : argument.toString());
      case "Fn::Sub" -> substitute(argument);
      case "Fn::If" -> {
        List<Object> parts = list(argument);
        yield resolve(condition(parts.get(0).toString()) ? parts.get(1) : parts.get(2));
      }
      case "Fn::Join" -> {
        List<Object> parts = list(argument);
        List<Object> joined = list(Objects.requireNonNull(resolve(parts.get(1))));
        yield String.join(parts.get(0).toString(), joined.stream().map(Object::toString).toList());
      }
      default -> throw new IllegalArgumentException("not known to the local run: " + name);
    };
  }

  private String substitute(Object argument) {
    Map<String, Object> own =
        argument instanceof List<?> parts ? map(resolve(parts.get(1))) : Map.of();
    String text = argument instanceof List<?> parts ? parts.get(0).toString() : argument.toString();
    String replaced =
        VARIABLE
            .matcher(text)
            .replaceAll(match -> {
              String name = match.group(1);
              Object value =
                  own.containsKey(name)
                      ? own.get(name)
                      : name.contains(".") ? attribute(name) : ref(name);
              return Matcher.quoteReplacement(String.valueOf(value));
            });
    return secret(replaced);
  }

  private String secret(String text) {
    return SECRET
        .matcher(text)
        .replaceAll(match -> {
          String value = secrets.get(match.group(1));
          if (value == null) {
            throw new IllegalArgumentException("no local secret " + match.group(1));
          }
          return Matcher.quoteReplacement(value);
        });
  }

  private Object ref(String name) {
    String parameter = parameters.get(name);
    if (parameter != null) {
      return parameter;
    }
    if (name.startsWith("AWS::")) {
      return pseudo(name);
    }
    if (name.endsWith(".Alias")) {
      return name.substring(0, name.length() - ".Alias".length());
    }
    Map<String, Object> resource = resource(name);
    return switch (String.valueOf(resource.get("Type"))) {
      case "AWS::SNS::Topic" -> LocalArn.of("sns", name);
      case "AWS::SQS::Queue" -> LocalArn.queueUrl(name);
      case "AWS::SecretsManager::Secret" -> name;
      // S3 takes no capitals.
      case "AWS::S3::Bucket" -> "posthouse-" + name.toLowerCase(Locale.ROOT);
      default -> {
        Object given = resolve(map(resource.get("Properties")).get("Name"));
        yield given == null ? name : given;
      }
    };
  }

  private static Object pseudo(String name) {
    return switch (name) {
      case "AWS::AccountId" -> LocalArn.ACCOUNT;
      case "AWS::Region" -> LocalArn.REGION;
      case "AWS::Partition" -> "aws";
      case "AWS::StackName" -> "posthouse";
      case "AWS::NoValue" -> new Nothing();
      default -> throw new IllegalArgumentException("not known to the local run: " + name);
    };
  }

  private Object attribute(String path) {
    int dot = path.indexOf('.');
    String name = path.substring(0, dot);
    String attribute = path.substring(dot + 1);
    String type = String.valueOf(resource(name).get("Type"));
    return switch (attribute) {
      case "ApiEndpoint" -> apiUrl;
      case "QueueName" -> name;
      case "StreamArn" -> LocalArn.of("dynamodb", "table/" + name + "/stream/local");
      case "Arn" ->
          switch (type) {
            case "AWS::SQS::Queue" -> LocalArn.of("sqs", name);
            case "AWS::DynamoDB::Table" -> LocalArn.of("dynamodb", "table/" + name);
            case "AWS::Serverless::Function" -> LocalArn.of("lambda", "function:" + name);
            case "AWS::Events::EventBus" -> LocalArn.of("events", "event-bus/" + ref(name));
            case "AWS::S3::Bucket" -> "arn:aws:s3:::" + ref(name);
            default -> LocalArn.of("local", name);
          };
      default -> throw new IllegalArgumentException("not known to the local run: " + path);
    };
  }

  /// Refuses values that AWS would refuse.
  ///
  /// @throws IllegalArgumentException naming the parameter and what it takes
  void demandAllowed(Map<String, String> asked) {
    asked.forEach((name, value) -> {
      Object parameter = map(root.get("Parameters")).get(name);
      if (parameter == null) {
        throw new IllegalArgumentException("template.yaml has no parameter " + name);
      }
      map(parameter)
          .forEach((rule, limit) -> {
            if (!allows(rule, limit, value)) {
              throw new IllegalArgumentException(
                  "%s=%s is not of its %s %s".formatted(name, value, rule, limit));
            }
          });
    });
  }

  private static boolean allows(String rule, Object limit, String value) {
    return switch (rule) {
      case "AllowedPattern" -> value.matches(limit.toString());
      case "AllowedValues" -> list(limit).contains(value);
      case "Type" -> !limit.equals("Number") || value.matches("[0-9]{1,9}");
      case "MinValue" -> Long.parseLong(value) >= Long.parseLong(limit.toString());
      case "MaxValue" -> Long.parseLong(value) <= Long.parseLong(limit.toString());
      default -> true;
    };
  }

  private Map<String, Object> resource(String name) {
    Object resource = map(root.get("Resources")).get(name);
    if (resource == null) {
      throw new IllegalArgumentException("the template has no " + name);
    }
    return map(resource);
  }

  private static Map<String, String> defaults(Map<String, Object> root) {
    Map<String, String> defaults = new LinkedHashMap<>();
    map(root.get("Parameters"))
        .forEach((name, parameter) -> {
          Object value = map(parameter).get("Default");
          if (value != null) {
            defaults.put(name, value.toString());
          }
        });
    return defaults;
  }

  /// That value as a map; an absent one as an empty map.
  ///
  /// @throws IllegalArgumentException if it is something else
  @SuppressWarnings("unchecked")
  static Map<String, Object> map(@Nullable Object value) {
    return switch (value) {
      case null -> Map.of();
      case Map<?, ?> map -> (Map<String, Object>) map;
      default -> throw new IllegalArgumentException("expected fields, found " + value);
    };
  }

  /// That value as a list; an absent one as an empty list.
  ///
  /// @throws IllegalArgumentException if it is something else
  @SuppressWarnings("unchecked")
  static List<Object> list(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> list -> (List<Object>) list;
      default -> throw new IllegalArgumentException("expected a list, found " + value);
    };
  }

  /// Reads `!Ref x` as `{Ref: x}` and `!Sub x` as `{Fn::Sub: x}`.
  private static final class Tags extends SafeConstructor {
    private Tags(LoaderOptions options) {
      super(options);
      yamlMultiConstructors.put(
          "!",
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              String name = node.getTag().getValue().substring(1);
              boolean plain = name.equals("Ref") || name.equals("Condition");
              Object value =
                  switch (node) {
                    case ScalarNode scalar -> constructScalar(scalar);
                    case SequenceNode sequence -> constructSequence(sequence);
                    case MappingNode mapping -> constructMapping(mapping);
                    default -> throw new IllegalArgumentException("unexpected " + node);
                  };
              return Map.of(plain ? name : "Fn::" + name, value);
            }
          });
    }
  }
}
