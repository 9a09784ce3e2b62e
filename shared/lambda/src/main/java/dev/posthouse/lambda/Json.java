package dev.posthouse.lambda;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// JSON as this API speaks it, to and from records.
///
/// Reading is strict, because a field that is ignored or bent into shape is a mail that says
/// something else: unknown fields, repeated keys, numbers where text is expected, half surrogate
/// pairs are refused. `null` is as absent; one value stands for an array of one. Enum constants are
/// written in lower case, times as ISO-8601 in milliseconds with `Z`; what is null is left out
/// unless the field says `@JsonInclude(ALWAYS)`.
public final class Json {
  /// How deep a request may nest.
  static final int DEPTH_MAX = 32;

  /// How many tokens a request may have: far more than 50 recipients and their labels need.
  static final long TOKENS_MAX = 200_000;

  private static final JsonMapper MAPPER = mapperAsConfigured();

  private Json() {}

  /// The mapper, for trees and streams.
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /// Reads a request: one JSON object in UTF-8.
  ///
  /// A record may refuse in its constructor: [ProblemException] is answered as it is, its fields
  /// below the path of the record; [IllegalArgumentException] is answered as 400 `invalid_field`
  /// with its message.
  ///
  /// @throws ProblemException 400 naming the fields that are wrong
  public static <T> T decode(byte[] json, Class<T> type) {
    String text = utf8(json);
    List<String> unknown = UnknownFields.of(object(text), type);
    if (!unknown.isEmpty()) {
      throw JsonProblems.unknownFields(unknown).asException();
    }
    try {
      return MAPPER.readValue(text, type);
    } catch (InvalidDefinitionException fault) {
      // The record's mistake, not the caller's.
      throw fault;
    } catch (JacksonException failure) {
      throw JsonProblems.ofField(failure).asException();
    }
  }

  /// Writes an answer.
  public static String encode(Object value) {
    return wellFormed(MAPPER.writeValueAsString(value));
  }

  /// A moment as answers have it, for a text that names one: in milliseconds, with `Z`.
  public static String time(Instant instant) {
    return WireTypes.time(instant);
  }

  /// A field that has to be there, for the constructor of a record that is read from JSON.
  ///
  /// @throws ProblemException 400 `missing_field` if `value` is null
  public static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw Problem.missingField(field).asException();
    }
    return value;
  }

  /// Whether every surrogate in `text` is half of a pair. What is not cannot be written as UTF-8.
  static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static String wellFormed(String text) {
    return isWellFormed(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static JsonNode object(String text) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(text);
    } catch (JacksonException failure) {
      throw JsonProblems.ofText(failure).asException();
    }
    if (!tree.isObject()) {
      throw JsonProblems.malformed("The body is not one JSON object.").asException();
    }
    return tree;
  }

  private static String utf8(byte[] json) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException failure) {
      throw JsonProblems.malformed("The body is not UTF-8.").asException();
    }
  }

  private static JsonMapper mapperAsConfigured() {
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxTokenCount(TOKENS_MAX)
                    .maxStringLength(HttpFunction.BODY_MAX)
                    .maxNumberLength(64)
                    .maxNameLength(1_000)
                    .build())
            .build();
    return JsonMapper.builder(factory)
        .enable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        .disable(
            DeserializationFeature.ACCEPT_FLOAT_AS_INT,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .withCoercionConfigDefaults(
            c -> c.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
        // An array never holds null; what is null beside it is absent.
        .changeDefaultNullHandling(n -> n.withContentNulls(Nulls.FAIL))
        .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_ABSENT))
        .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
        .addModule(
            new SimpleModule("posthouse")
                .addDeserializer(String.class, new WireTypes.TextReader())
                .addDeserializer(Instant.class, new WireTypes.TimeReader())
                .addSerializer(Instant.class, new WireTypes.TimeWriter()))
        .build();
  }
}
