package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidDefinitionException;

final class JsonTest {
  enum Guarantee {
    AT_LEAST_ONCE,
    AT_MOST_ONCE
  }

  record Attachment(String filename, @Nullable Integer sizeBytes) {
    Attachment {
      filename = Json.required("filename", filename);
    }
  }

  record Request(
      String subject,
      @Nullable List<String> to,
      @Nullable Integer limit,
      long total,
      @Nullable Double share,
      @Nullable Boolean dryRun,
      @Nullable Instant sendAt,
      @Nullable Guarantee guarantee,
      @Nullable List<Attachment> attachments,
      @Nullable Map<String, Attachment> named,
      @JsonProperty("class") @Nullable String sendClass) {
    Request {
      subject = Json.required("subject", subject);
      if (subject.startsWith("refuse")) {
        throw new IllegalArgumentException("must not start so");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"subject":1}                               | subject          | must be a string
          {"subject":true}                            | subject          | must be a string
          {"subject":["s"]}                           | subject          | must be a string
          {"subject":{}}                              | subject          | must be a string
          {"subject":"\\ud800"}                       | subject          | holds half of a surrogate pair
          {"subject":"s","to":3}                      | to               | must be a string
          {"subject":"s","to":["a",3]}                | to[1]            | must be a string
          {"subject":"s","to":["a",null]}             | to[1]            | must not hold null
          {"subject":"s","to":{}}                     | to               | must be a string
          {"subject":"s","limit":"3"}                 | limit            | must be an integer
          {"subject":"s","limit":""}                  | limit            | must be an integer
          {"subject":"s","limit":3.0}                 | limit            | must be an integer
          {"subject":"s","limit":3e2}                 | limit            | must be an integer
          {"subject":"s","limit":true}                | limit            | must be an integer
          {"subject":"s","limit":30000000000}         | limit            | is out of range
          {"subject":"s","total":"1"}                 | total            | must be an integer
          {"subject":"s","share":"1"}                 | share            | must be a number
          {"subject":"s","dryRun":"true"}             | dryRun           | must be true or false
          {"subject":"s","dryRun":1}                  | dryRun           | must be true or false
          {"subject":"s","sendAt":1}                  | sendAt           | must be a time such as 2026-01-31T09:30:00.000Z
          {"subject":"s","sendAt":""}                 | sendAt           | must be a time such as 2026-01-31T09:30:00.000Z
          {"subject":"s","sendAt":"2026-01-31T09:30"} | sendAt           | must be a time such as 2026-01-31T09:30:00.000Z
          {"subject":"s","guarantee":"AT_MOST_ONCE"}  | guarantee        | must be one of at_least_once, at_most_once
          {"subject":"s","guarantee":1}               | guarantee        | must be one of at_least_once, at_most_once
          {"subject":"s","guarantee":""}              | guarantee        | must be one of at_least_once, at_most_once
          {"subject":"s","attachments":"a"}           | attachments[0]   | must be an object
          {"subject":"s","named":[]}                  | named            | must be an object
          {"subject":"refused"}                       | body             | must not start so
          {"subject":"s","attachments":[{"filename":"f","sizeBytes":"1"}]} | attachments[0].sizeBytes | must be an integer
          """)
  void aWrongFieldIsNamed(String json, String field, String message) {
    Problem problem = refused(json);

    assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_FIELD);
    assertThat(problem.errors())
        .containsExactly(new Problem.FieldError(field, "invalid_field", message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                       | subject
          {"subject":null}                         | subject
          {"subject":"s","attachments":{}}         | attachments[0].filename
          {"subject":"s","attachments":[{"filename":"f"},{"filename":null}]} | attachments[1].filename
          {"subject":"s","named":{"a":{}}}         | named.a.filename
          """)
  void aMissingFieldIsNamed(String json, String field) {
    Problem problem = refused(json);

    assertThat(problem.code()).isEqualTo(ProblemCode.MISSING_FIELD);
    assertThat(problem.errors())
        .containsExactly(new Problem.FieldError(field, "missing_field", "is required"));
    assertThat(problem.detail()).startsWith(field);
  }

  @Test
  void allUnknownFieldsAreNamedEvenWhereOthersAreMissing() {
    Problem problem =
        refused(
            """
            {"subjekt":"s","attachments":[{"filename":"f"},{"filname":[1]}],
             "named":{"a":{"x":null}},"sendClass":"warm","class":"warm"}
            """);

    assertThat(problem.code()).isEqualTo(ProblemCode.UNKNOWN_FIELD);
    assertThat(problem.errors())
        .extracting(Problem.FieldError::field)
        .containsExactly("subjekt", "attachments[1].filname", "named.a.x", "sendClass");
  }

  @Test
  void unknownFieldsAreToldUpToALimit() {
    StringBuilder json = new StringBuilder("{\"subject\":\"s\"");
    for (int i = 0; i <= UnknownFields.TOLD_MAX; i++) {
      json.append(",\"x").append(i).append("\":{}");
    }

    assertThat(refused(json + "}").errors()).hasSize(UnknownFields.TOLD_MAX);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                     | not well-formed
          {"subject":"s"} x                     | not well-formed
          {"subject":"s"}{}                     | not well-formed
          {'subject':'s'}                       | not well-formed
          {"subject":"s",}                      | not well-formed
          {"subject":NaN}                       | not well-formed
          {"subject":"s","subject":"t"}         | Duplicate Object property "subject"
          {"subject":"s","named":{"a":1,"a":2}} | Duplicate Object property "a"
          []                                    | not one JSON object
          [{"subject":"s"}]                     | not one JSON object
          null                                  | not one JSON object
          3                                     | not one JSON object
          "s"                                   | not one JSON object
          """)
  void whatIsNotOneObjectIsMalformed(String json, String detail) {
    Problem problem = refused(json);

    assertThat(problem.code()).isEqualTo(ProblemCode.MALFORMED_JSON);
    assertThat(problem.detail()).contains(detail);
  }

  @Test
  void whatIsNotUtf8IsMalformed() {
    byte[] latin1 = "{\"subject\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = "{\"subject\":\"s\"}".getBytes(StandardCharsets.UTF_16BE);

    assertThat(refused(latin1).detail()).isEqualTo("The body is not UTF-8.");
    assertThat(refused(utf16).code()).isEqualTo(ProblemCode.MALFORMED_JSON);
  }

  @Test
  void nestingIsTakenUpToItsLimit() {
    assertThat(refused(nested(Json.DEPTH_MAX)).detail()).doesNotContain("too deeply");
    assertThat(refused(nested(Json.DEPTH_MAX + 1)).detail()).contains("too deeply");
  }

  @Test
  void whatIsValidIsRead() {
    Request request =
        Json.decode(
            bytes(
                """
                {"subject":"Grüße 😀","to":"a@example.com","limit":3,"share":1,"dryRun":false,
                 "sendAt":"2026-01-31T10:30:00+01:00","guarantee":"at_most_once",
                 "attachments":{"filename":"f"},"class":"warm","total":null}
                """),
            Request.class);

    assertThat(request)
        .isEqualTo(
            new Request(
                "Grüße 😀",
                List.of("a@example.com"),
                3,
                0,
                1.0,
                false,
                Instant.parse("2026-01-31T09:30:00Z"),
                Guarantee.AT_MOST_ONCE,
                List.of(new Attachment("f", null)),
                null,
                "warm"));
  }

  record Answer(
      String id,
      Instant at,
      @Nullable String reason,
      Optional<String> convId,
      Guarantee guarantee,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String nextCursor) {}

  @Test
  void anAnswerHasMillisecondsLowerCaseEnumsAndNoNulls() {
    Answer answer =
        new Answer(
            "job_1",
            Instant.parse("2026-01-31T09:30:00.123999Z"),
            null,
            Optional.empty(),
            Guarantee.AT_LEAST_ONCE,
            null);

    assertThat(Json.encode(answer))
        .isEqualTo(
            "{\"id\":\"job_1\",\"at\":\"2026-01-31T09:30:00.123Z\","
                + "\"guarantee\":\"at_least_once\",\"nextCursor\":null}");
  }

  @Test
  void anAnswerIsAlwaysWellFormedUnicode() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("a\udc00", "b\ud800");

    assertThat(Json.encode(answer)).isEqualTo("{\"a?\":\"b?\"}");
  }

  /// Two constructors, none marked: Jackson cannot choose.
  static final class Unreadable {
    Unreadable(String a, int b) {
      assertThat(a).hasSize(b);
    }
  }

  @Test
  void aTypeThatCannotBeReadIsAFaultAndNotTheCallers() {
    assertThatThrownBy(() -> Json.decode(bytes("{}"), Unreadable.class))
        .isInstanceOf(JacksonException.class)
        .isInstanceOf(InvalidDefinitionException.class);
  }

  private static String nested(int depth) {
    // The object around the arrays is a level of its own.
    int arrays = depth - 1;
    return "{\"subject\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
  }

  private static Problem refused(String json) {
    return refused(bytes(json));
  }

  private static Problem refused(byte[] json) {
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> Json.decode(json, Request.class));
    assertThat(refusal).isNotNull();
    assertThat(refusal.problem().status()).isEqualTo(400);
    return refusal.problem();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
