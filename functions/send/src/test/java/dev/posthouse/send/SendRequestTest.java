package dev.posthouse.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendRequestTest {
  private static final String SUBJECT_MAX = "s".repeat(998);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                              | missing_field | to",
        "{'to':'a@example.com','text':'t'}                               | missing_field | subject",
        "{'to':'a@example.com','subject':'s'}                            | missing_field | text",
        "{'subject':'s','text':'t'}                                      | missing_field | to",
        "{'to':null,'subject':'s','text':'t'}                            | missing_field | to",
        "{'to':[],'subject':'s','text':'t'}                              | invalid_field | to",
        "{'to':[7],'subject':'s','text':'t'}                             | invalid_field | to[0]",
        "{'to':{},'subject':'s','text':'t'}                              | invalid_field | to",
        "{'to':7,'subject':'s','text':'t'}                               | invalid_field | to",
        "{'to':['a@example.com',null],'subject':'s','text':'t'}          | invalid_field | to[1]",
        "{'to':['a@example.com','b\\u0000@x'],'subject':'s','text':'t'}  | invalid_field | to[1]",
        "{'to':['a@example.com\\r\\nBcc: b@x'],'subject':'s','text':'t'} | invalid_field | to[0]",
        "{'to':['a@example.com','A@Example.com'],'subject':'s','text':'t'} | invalid_field | to[1]",
        "{'to':['x','x'],'subject':'s','text':'t'}                       | invalid_field | to[1]",
        "{'to':'a@example.com','subject':'','text':'t'}                  | invalid_field | subject",
        "{'to':'a@example.com','subject':' ','text':'t'}                 | invalid_field | subject",
        "{'to':'a@example.com','subject':'a\\nb','text':'t'}             | invalid_field | subject",
        "{'to':'a@example.com','subject':'a\\u007fb','text':'t'}         | invalid_field | subject",
        "{'to':'a@example.com','subject':7,'text':'t'}                   | invalid_field | subject",
        "{'to':'a@example.com','subject':'\\ud800','text':'t'}           | invalid_field | subject",
        "{'to':'a@example.com','subject':'s','text':7}                   | invalid_field | text",
        "{'to':'a@example.com','subject':'s','text':'\\ud800'}           | invalid_field | text",
        "{'to':'a@example.com','subject':'s','html':[]}                  | invalid_field | html",
        "{'to':'a@example.com','subject':'s','text':'t','sendAt':'soon'} | invalid_field | sendAt",
        "{'to':'a@example.com','subject':'s','text':'t','sendAt':1}      | invalid_field | sendAt",
        "{'to':'a@example.com','subject':'s','text':'t','inReplyTo':'x'} | invalid_field |"
            + " inReplyTo",
        "{'to':'a@example.com','subject':'s','text':'t','inReplyTo':'<a@b>\\r\\nX: y'}"
            + "| invalid_field | inReplyTo",
        "{'to':'a@example.com','subject':'s','text':'t','references':'x'}"
            + "| invalid_field | references",
        "{'to':'a@example.com','subject':'s','text':'t','references':['<a@b>','x y@z']}"
            + "| invalid_field | references",
        "{'to':'a@example.com','subject':'s','text':'t','deliveryGuarantee':'always'}"
            + "| invalid_field | deliveryGuarantee",
        "{'to':'a@example.com','subject':'s','text':'t','idempotencyKey':7}"
            + "| invalid_field | idempotencyKey",
        "{'to':'a@example.com','subject':'s','text':'t','cc':'b@example.com'} | unknown_field | cc",
        "{'convId':7,'text':'t'}                                        | invalid_field | convId",
        "{'convId':'conv_1'}                                            | missing_field | text",
        "{'convId':'conv_1','text':'t','to':'a@example.com'}            | invalid_field | to",
        "{'convId':'conv_1','text':'t','subject':'s'}                   | invalid_field | subject",
        "{'convId':'conv_1','text':'t','inReplyTo':'<a@b>'}             | invalid_field |"
            + " inReplyTo",
        "{'convId':'conv_1','text':'t','references':[]}                 | invalid_field |"
            + " references"
      })
  void aWrongFieldIsNamed(String body, String code, String field) {
    Problem refusal = refusal(body.strip().replace('\'', '"'));

    assertThat(refusal.code().code()).isEqualTo(code);
    assertThat(refusal.errors()).extracting(Problem.FieldError::field).containsExactly(field);
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        Arguments.of("subject", SUBJECT_MAX, SUBJECT_MAX + "s", "subject"),
        Arguments.of("to", people(50), people(51), "to"),
        Arguments.of("references", ids(50), ids(51), "references"),
        Arguments.of("text", "t".repeat(1 << 20), "t".repeat((1 << 20) + 1), "text"),
        Arguments.of("text", "é".repeat(1 << 19), "é".repeat((1 << 19) + 1), "text"));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void everyLimitIsReachedAndNotPassed(String field, Object most, Object more, String named) {
    assertThat(decode(with(field, most))).isNotNull();

    Problem refusal = refusal(Json.encode(with(field, more)));

    assertThat(refusal.errors()).extracting(Problem.FieldError::field).containsExactly(named);
  }

  @Test
  void textAndHtmlShareOneLimitAndTheOneThatIsThereIsNamed() {
    String half = "t".repeat(1 << 19);
    Map<String, Object> both = with("text", half);
    both.put("html", half);
    assertThat(decode(both)).isNotNull();

    both.put("html", half + "t");
    assertThat(refusal(Json.encode(both)).errors())
        .extracting(Problem.FieldError::field)
        .containsExactly("text");

    both.remove("text");
    both.put("html", half + half + "t");
    assertThat(refusal(Json.encode(both)).errors())
        .extracting(Problem.FieldError::field)
        .containsExactly("html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<a.b+c@example.com>", "a@b", "<$x@[192.0.2.1]>"})
  void messageIdsAreKeptWithoutTheirBrackets(String id) {
    Content content = decode(with("references", List.of(id))).newMessage();

    assertThat(content.references()).containsExactly(id.replaceAll("[<>]", ""));
  }

  @Test
  void oneRecipientMayBeATextOrAList() {
    assertThat(decode(with("to", "a@example.com")).recipients()).containsExactly("a@example.com");
    assertThat(decode(with("to", List.of("a@example.com"))).fingerprint())
        .isEqualTo(decode(with("to", "a@example.com")).fingerprint());
  }

  @Test
  void everyFieldButTheKeyBelongsToTheFingerprint() {
    Set<String> fingerprints = new HashSet<>();
    List<Map<String, Object>> requests = new ArrayList<>(List.of(with("to", "b@example.com")));
    requests.add(with("to", List.of("a@example.com", "b@example.com")));
    requests.add(with("to", List.of("b@example.com", "a@example.com")));
    requests.add(with("subject", "other"));
    requests.add(with("text", "other"));
    requests.add(with("html", "t"));
    requests.add(with("inReplyTo", "<a@b>"));
    requests.add(with("references", List.of("<a@b>")));
    requests.add(with("sendAt", "2031-05-15T12:00:00Z"));
    requests.add(with("deliveryGuarantee", "at_least_once"));
    requests.add(new LinkedHashMap<>(Map.of("convId", "conv_1", "text", "t")));
    requests.forEach(request -> fingerprints.add(decode(request).fingerprint()));

    assertThat(fingerprints).hasSize(requests.size());
    assertThat(decode(with("idempotencyKey", "k")).fingerprint())
        .isEqualTo(decode(with("idempotencyKey", "l")).fingerprint());
  }

  private static Map<String, Object> with(String field, Object value) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("to", "a@example.com");
    request.put("subject", "s");
    request.put("text", "t");
    request.put(field, value);
    return request;
  }

  private static List<String> people(int count) {
    return IntStream.range(0, count).mapToObj(i -> "person" + i + "@example.com").toList();
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> "<" + i + "@example.com>").toList();
  }

  private static SendRequest decode(Map<String, Object> request) {
    return Json.decode(Json.encode(request).getBytes(StandardCharsets.UTF_8), SendRequest.class);
  }

  private static Problem refusal(String body) {
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class,
            () -> Json.decode(body.getBytes(StandardCharsets.UTF_8), SendRequest.class));
    assertThat(refusal).as(body.length() < 200 ? body : "a long body").isNotNull();
    return refusal.problem();
  }
}
