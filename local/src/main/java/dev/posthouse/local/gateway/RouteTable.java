package dev.posthouse.local.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request as an HTTP API does: a literal segment before a variable one, that
/// before a greedy one; of the same path the named method before `ANY`; `$default` last.
public final class RouteTable {
  /// A route and the values of its path's variables, decoded.
  public record Match(Route route, Map<String, String> pathParameters) {}

  /// By one digit for each segment, the more exact the lower, and `ANY` last. A sort asks for one
  /// order of all routes, those that no path fits both of included.
  private static final Comparator<Route> ORDER =
      Comparator.comparing(Route::isDefault)
          .thenComparing(RouteTable::ranks)
          .thenComparing(route -> route.method().equals("ANY"));

  private final List<Route> routes;

  public RouteTable(Collection<Route> routes) {
    this.routes = routes.stream().sorted(ORDER).toList();
  }

  /// The route of a request.
  ///
  /// @param path as it was sent, still percent-encoded
  /// @throws IllegalArgumentException if the path's percent-encoding is broken
  public Optional<Match> find(String method, String path) {
    List<String> segments = Arrays.stream(path.split("/", -1)).map(RouteTable::decode).toList();
    for (Route route : routes) {
      if (route.isDefault()) {
        return Optional.of(new Match(route, Map.of()));
      }
      if (route.method().equals("ANY") || route.method().equals(method)) {
        Map<String, String> variables = match(route.segments(), segments);
        if (variables != null) {
          return Optional.of(new Match(route, variables));
        }
      }
    }
    return Optional.empty();
  }

  static String decode(String text) {
    // A plus sign is a space in forms and queries only.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static @Nullable Map<String, String> match(List<String> route, List<String> path) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < route.size(); i++) {
      String segment = route.get(i);
      if (isGreedy(segment)) {
        if (path.size() <= i) {
          return null;
        }
        String rest = String.join("/", path.subList(i, path.size()));
        variables.put(segment.substring(1, segment.length() - 2), rest);
        return rest.isEmpty() ? null : variables;
      }
      if (i >= path.size()) {
        return null;
      }
      if (isVariable(segment)) {
        if (path.get(i).isEmpty()) {
          return null;
        }
        variables.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return null;
      }
    }
    return route.size() == path.size() ? variables : null;
  }

  private static String ranks(Route route) {
    return route.isDefault()
        ? ""
        : route.segments().stream()
            .map(segment -> Integer.toString(rank(segment)))
            .collect(Collectors.joining());
  }

  private static int rank(String segment) {
    if (isGreedy(segment)) {
      return 2;
    }
    return isVariable(segment) ? 1 : 0;
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static boolean isGreedy(String segment) {
    return segment.startsWith("{") && segment.endsWith("+}");
  }
}
