package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpRequestTest {
  record Options(@Nullable Integer graceSeconds) {}

  @ParameterizedTest
  @CsvSource({
    "Bearer sk_live_1, sk_live_1",
    "bearer sk_live_1, sk_live_1",
    "BEARER   sk_live_1, sk_live_1",
    "'  Bearer sk_live_1  ', sk_live_1",
    "Bearer a b, a b",
  })
  void aBearerTokenIsReadWhateverTheCaseOfItsScheme(String header, String token) {
    assertThat(with("authorization", header).bearer()).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "Bearer", "Bearer ", "Bearer\tx", "Basic YTpi", "sk_live_1", "Bearerx"})
  void whatIsNoBearerTokenIsAMissingToken(String header) {
    assertThat(refusal(() -> with("authorization", header).bearer()).code())
        .isEqualTo(ProblemCode.MISSING_TOKEN);
  }

  @Test
  void noAuthorizationIsAMissingToken() {
    assertThat(refusal(() -> request(Map.of(), "").bearer()).code())
        .isEqualTo(ProblemCode.MISSING_TOKEN);
  }

  @Test
  void aHeaderIsFoundWhateverItsCase() {
    assertThat(with("x-admin-secret", "s").header("X-Admin-Secret")).contains("s");
  }

  @Test
  void anIdempotencyKeyComesFromTheHeaderOrTheField() {
    assertThat(with("idempotency-key", " a b~ ").idempotencyKey(null)).contains("a b~");
    assertThat(request(Map.of(), "").idempotencyKey("k")).contains("k");
    assertThat(with("idempotency-key", "k").idempotencyKey("k")).contains("k");
    assertThat(request(Map.of(), "").idempotencyKey(null)).isEmpty();
  }

  @Test
  void twoDifferentIdempotencyKeysAreRefused() {
    assertThat(refusal(() -> with("idempotency-key", "a").idempotencyKey("b")).errors())
        .extracting(Problem.FieldError::field)
        .containsExactly("idempotencyKey");
  }

  @Test
  void anIdempotencyKeyHasALimit() {
    String longest = "k".repeat(HttpRequest.IDEMPOTENCY_KEY_MAX);

    assertThat(with("idempotency-key", longest).idempotencyKey(null)).contains(longest);
    assertThat(refusal(() -> with("idempotency-key", longest + "k").idempotencyKey(null)).code())
        .isEqualTo(ProblemCode.INVALID_FIELD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "ü", "a\u007f", "\u0000"})
  void anIdempotencyKeyIsPrintable(String key) {
    assertThat(refusal(() -> request(Map.of(), "").idempotencyKey(key)).errors())
        .extracting(Problem.FieldError::field)
        .containsExactly("idempotencyKey");
  }

  @Test
  void anOptionalBodyMayBeAbsent() {
    assertThat(request(Map.of(), "").jsonOrEmpty(Options.class)).isEqualTo(new Options(null));
    assertThat(
            request(Map.of("content-type", "application/json"), "{\"graceSeconds\":5}")
                .jsonOrEmpty(Options.class))
        .isEqualTo(new Options(5));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 7", "200, 200"})
  void aLimitIsReadUpToItsMaximum(String text, int limit) {
    assertThat(asking("limit", text).limit(50, 200)).isEqualTo(limit);
  }

  @Test
  void aLimitMayBeLeftOut() {
    assertThat(asking("other", "1").limit(50, 200)).isEqualTo(50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "0", "-1", "+1", "01", "201", "1.0", "1e2", "9999999999", "all", "٣"})
  void aLimitThatIsNoneNamesItsField(String text) {
    Problem refusal = refusal(() -> asking("limit", text).limit(50, 200));

    assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_FIELD);
    assertThat(refusal.errors()).extracting(Problem.FieldError::field).containsExactly("limit");
  }

  private static HttpRequest asking(String name, String value) {
    return request(Map.of(name, List.of(value)), Map.of(), "");
  }

  private static HttpRequest with(String header, String value) {
    return request(Map.of(header, value), "");
  }

  private static HttpRequest request(Map<String, String> headers, String body) {
    return request(Map.of(), headers, body);
  }

  private static HttpRequest request(
      Map<String, List<String>> query, Map<String, String> headers, String body) {
    return new HttpRequest(
        "POST /v1/things",
        "POST",
        "/v1/things",
        Map.of(),
        query,
        headers,
        body.getBytes(StandardCharsets.UTF_8),
        "req-1",
        "192.0.2.7",
        "api.example.com");
  }

  private static Problem refusal(ThrowingCallable call) {
    ProblemException refusal = catchThrowableOfType(ProblemException.class, call);
    assertThat(refusal).isNotNull();
    return refusal.problem();
  }
}
