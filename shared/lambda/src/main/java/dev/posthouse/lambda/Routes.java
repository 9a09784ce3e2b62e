package dev.posthouse.lambda;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The routes of a function, and which of them a request means.
///
/// API Gateway has matched already and says so in `routeKey`. The path is matched again only where
/// it has not: behind `$default`, or behind a function URL. There API Gateway's rule holds: a
/// literal segment before a parameter, a parameter before `{name+}`, which takes the rest of the
/// path.
final class Routes {
  /// What `find` found.
  sealed interface Match {
    /// The route and the parameters of its path, decoded once.
    record Found(String route, Handler handler, Map<String, String> parameters) implements Match {}

    /// The path is known, for these methods.
    record WrongMethod(Set<String> allowed) implements Match {}

    record NotFound() implements Match {}
  }

  private static final Pattern ROUTE =
      Pattern.compile(
          "[A-Z]+"
              + " /(?:[^/{}]+|\\{[A-Za-z]+})?(?:/(?:[^/{}]+|\\{[A-Za-z]+}))*(?:/\\{[A-Za-z]+\\+})?");

  private record Route(String name, String method, List<String> segments, Handler handler) {}

  private final Map<String, Route> routes = new LinkedHashMap<>();

  void add(String name, Handler handler) {
    if (!ROUTE.matcher(name).matches()) {
      throw new IllegalArgumentException("not `METHOD /path/{parameter}`: " + name);
    }
    int space = name.indexOf(' ');
    Route route =
        new Route(name, name.substring(0, space), segments(name.substring(space + 1)), handler);
    if (routes.putIfAbsent(name, route) != null) {
      throw new IllegalArgumentException("declared twice: " + name);
    }
  }

  Set<String> names() {
    return Set.copyOf(routes.keySet());
  }

  /// The route of that name with the parameters the gateway read, or else the best for the path.
  Match find(String routeKey, Map<String, String> read, String method, String path) {
    Route named = routes.get(routeKey);
    if (named != null) {
      return new Match.Found(named.name(), named.handler(), read);
    }
    return match(method, segments(path));
  }

  private Match match(String method, List<String> segments) {
    Set<String> allowed = new TreeSet<>();
    Route best = null;
    for (Route route : routes.values()) {
      if (!matches(route.segments(), segments)) {
        continue;
      }
      allowed.add(route.method());
      if (route.method().equals(method)
          && (best == null || rank(route.segments()).compareTo(rank(best.segments())) < 0)) {
        best = route;
      }
    }
    if (best != null) {
      return new Match.Found(best.name(), best.handler(), parameters(best.segments(), segments));
    }
    return allowed.isEmpty() ? new Match.NotFound() : new Match.WrongMethod(allowed);
  }

  private static List<String> segments(String path) {
    String inner = path.startsWith("/") ? path.substring(1) : path;
    return List.of(inner.split("/", -1));
  }

  private static boolean matches(List<String> route, List<String> path) {
    boolean rest = isRest(route.getLast());
    if (rest ? path.size() < route.size() : path.size() != route.size()) {
      return false;
    }
    for (int i = 0; i < route.size(); i++) {
      String wanted = route.get(i);
      String given = path.get(i);
      if (isParameter(wanted) ? given.isEmpty() : !wanted.equals(given)) {
        return false;
      }
    }
    return true;
  }

  /// Sorts before another route's where this one is the more exact.
  private static String rank(List<String> route) {
    StringBuilder rank = new StringBuilder();
    for (String segment : route) {
      rank.append(isRest(segment) ? '2' : isParameter(segment) ? '1' : '0');
    }
    return rank.toString();
  }

  private static Map<String, String> parameters(List<String> route, List<String> path) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < route.size(); i++) {
      String segment = route.get(i);
      if (isRest(segment)) {
        parameters.put(
            segment.substring(1, segment.length() - 2),
            PercentEncoding.segment(String.join("/", path.subList(i, path.size()))));
      } else if (isParameter(segment)) {
        parameters.put(
            segment.substring(1, segment.length() - 1), PercentEncoding.segment(path.get(i)));
      }
    }
    return parameters;
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }

  private static boolean isRest(String segment) {
    return segment.endsWith("+}");
  }
}
