package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class AdminKeyTest {
  private final AdminKey key = new AdminKey("correct horse");

  @Test
  void theKeyIsTakenFromEitherHeader() {
    assertThat(key.presentedBy(request("authorization", "Bearer correct horse"))).isTrue();
    assertThat(key.presentedBy(request("x-admin-secret", "correct horse"))).isTrue();
    assertThatCode(() -> key.demandOf(request("x-admin-secret", "correct horse")))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherKeyIsInvalid() {
    assertThat(refusal(key, request("x-admin-secret", "correct horsf")))
        .isEqualTo(ProblemCode.INVALID_TOKEN);
    assertThat(refusal(key, request("x-admin-secret", ""))).isEqualTo(ProblemCode.INVALID_TOKEN);
  }

  @Test
  void noKeyIsMissing() {
    assertThat(refusal(key, request("x-other", "correct horse")))
        .isEqualTo(ProblemCode.MISSING_TOKEN);
  }

  @Test
  void aDeploymentWithoutAKeyLetsNobodyIn() {
    AdminKey none = new AdminKey(" ");

    assertThat(none.presentedBy(request("x-admin-secret", " "))).isFalse();
    assertThat(refusal(none, request("x-admin-secret", " "))).isEqualTo(ProblemCode.NOT_CONFIGURED);
  }

  private static ProblemCode refusal(AdminKey key, HttpRequest request) {
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> key.demandOf(request));
    assertThat(refusal).isNotNull();
    return refusal.problem().code();
  }

  private static HttpRequest request(String header, String value) {
    return new HttpRequest(
        "POST /v1/tenants",
        "POST",
        "/v1/tenants",
        Map.of(),
        Map.of(),
        Map.of(header, value),
        new byte[0],
        "req-1",
        "192.0.2.7",
        "api.example.com");
  }
}
