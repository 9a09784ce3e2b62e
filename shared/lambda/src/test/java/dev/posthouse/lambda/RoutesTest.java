package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutesTest {
  private final Routes routes = new Routes();

  RoutesTest() {
    for (String name :
        Set.of(
            "GET /",
            "GET /v1/jobs",
            "POST /v1/jobs",
            "GET /v1/jobs/{id}",
            "GET /v1/jobs/head",
            "POST /v1/jobs/{id}/cancel",
            "GET /console/{path+}",
            "GET /console/app.js")) {
      routes.add(name, _ -> HttpResponse.noContent());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, GET /",
    "/v1/jobs, GET /v1/jobs",
    "/v1/jobs/job_1, GET /v1/jobs/{id}",
    "/v1/jobs/head, GET /v1/jobs/head",
    "/console/app.js, GET /console/app.js",
    "/console/a/b.css, GET /console/{path+}",
    "v1/jobs, GET /v1/jobs",
  })
  void aPathFindsItsMostExactRoute(String path, String name) {
    assertThat(find("GET", path)).isInstanceOf(Routes.Match.Found.class);
    assertThat(((Routes.Match.Found) find("GET", path)).route()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/v1", "/v1/jobs/", "/v1/jobs/a/b", "/v1//cancel", "/console", "//"})
  void anUnknownPathFindsNothing(String path) {
    if (path.isEmpty()) {
      // The root, as some gateways write it.
      assertThat(find("GET", path)).isInstanceOf(Routes.Match.Found.class);
    } else {
      assertThat(find("GET", path)).isInstanceOf(Routes.Match.NotFound.class);
    }
  }

  @Test
  void aKnownPathTellsItsMethods() {
    assertThat(find("DELETE", "/v1/jobs"))
        .isEqualTo(new Routes.Match.WrongMethod(Set.of("GET", "POST")));
  }

  @Test
  void parametersReadFromThePathAreDecodedOnce() {
    assertThat(parameters("/v1/jobs/a%40example.com")).containsEntry("id", "a@example.com");
    assertThat(parameters("/v1/jobs/a%2540b")).containsEntry("id", "a%40b");
    assertThat(parameters("/v1/jobs/a%2Fb+c")).containsEntry("id", "a/b+c");
    assertThat(parameters("/console/a/b%20c")).containsEntry("path", "a/b c");
  }

  @Test
  void parametersReadByTheGatewayAreTakenAsTheyAre() {
    assertThat(routes.find("GET /v1/jobs/{id}", Map.of("id", "a%40b"), "GET", "/v1/jobs/a%40b"))
        .isInstanceOfSatisfying(
            Routes.Match.Found.class,
            found -> assertThat(found.parameters()).containsEntry("id", "a%40b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "GET v1", "get /v1", "GET /v1/{id}x", "GET /{a+}/b", "GET /{}"})
  void aMisspeltRouteIsRefused(String name) {
    assertThatThrownBy(() -> routes.add(name, _ -> HttpResponse.noContent()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @Test
  void aRouteIsDeclaredOnce() {
    assertThatThrownBy(() -> routes.add("GET /", _ -> HttpResponse.noContent()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Routes.Match find(String method, String path) {
    return routes.find("$default", Map.of(), method, path);
  }

  private Map<String, String> parameters(String path) {
    return ((Routes.Match.Found) find("GET", path)).parameters();
  }
}
