package dev.posthouse.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
  private final RouteTable routes =
      new RouteTable(
          List.of(
              new Route("ANY", "/pets/{id}", "any"),
              new Route("GET", "/pets/{rest+}", "greedy"),
              new Route("GET", "/pets/{id}", "one"),
              new Route("GET", "/pets/self", "self"),
              new Route("POST", "/pets/{id}/food", "food"),
              new Route("GET", "/", "root")));

  @ParameterizedTest
  @CsvSource({
    "GET, /pets/self, self",
    "GET, /pets/7, one",
    "DELETE, /pets/7, any",
    "GET, /pets/7/toys/3, greedy",
    "POST, /pets/7/food, food",
    "GET, /, root",
  })
  void theMostSpecificRouteTakesARequest(String method, String path, String function) {
    assertThat(routes.find(method, path).orElseThrow().route().function()).isEqualTo(function);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /pets",
    "GET, /pets/",
    "POST, /pets/7/toys",
    "GET, /PETS/7",
    "PUT, /pets//food"
  })
  void otherRequestsHaveNoRoute(String method, String path) {
    assertThat(routes.find(method, path)).isEmpty();
  }

  @Test
  void manyRoutesOfManyLengthsHaveOneOrder() {
    var random = new Random(7);
    var many = new ArrayList<Route>();
    for (int i = 0; i < 500; i++) {
      var path = new StringBuilder();
      for (int length = random.nextInt(6); length >= 0; length--) {
        path.append(random.nextBoolean() ? "/a" : "/{x}");
      }
      String name = path.toString();
      many.add(new Route(random.nextBoolean() ? "ANY" : "GET", name, name));
    }

    assertThat(new RouteTable(many).find("GET", "/a").orElseThrow().route().path()).isEqualTo("/a");
  }

  @Test
  void theDefaultRouteTakesWhatIsLeft() {
    var all =
        new RouteTable(
            List.of(new Route("ANY", Route.DEFAULT, "else"), new Route("GET", "/a", "a")));

    assertThat(all.find("GET", "/a").orElseThrow().route().key()).isEqualTo("GET /a");
    assertThat(all.find("PUT", "/a/b").orElseThrow().route().key()).isEqualTo("$default");
  }

  @Test
  void pathParametersAreDecodedOnce() {
    assertThat(routes.find("GET", "/pets/a%40b%252Fc+d").orElseThrow().pathParameters())
        .isEqualTo(Map.of("id", "a@b%2Fc+d"));
    assertThat(routes.find("GET", "/pets/a/b%20c").orElseThrow().pathParameters())
        .isEqualTo(Map.of("rest", "a/b c"));
  }

  @Test
  void brokenEncodingIsRefused() {
    assertThatThrownBy(() -> routes.find("GET", "/pets/%zz"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
