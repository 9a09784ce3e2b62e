package dev.posthouse.discovery;

import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// The files the pages load: ours, and those of Swagger UI, whose WebJar the build pins and puts
/// into this function's zip. Nothing comes from another host.
final class Assets {
  /// Whoever fetches it again within five minutes may keep it.
  static final Map<String, String> SHORTLY = Map.of("cache-control", "public, max-age=300");

  private static final String WEBJAR = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  private final Map<String, Asset> files;

  /// @param resource where it is on the class path
  private record Asset(String contentType, String resource) {}

  Assets() {
    String webJar = "/META-INF/resources/webjars/swagger-ui/" + version() + "/";
    files =
        Map.of(
            "swagger-ui-bundle.js", new Asset(SCRIPT, webJar + "swagger-ui-bundle.js"),
            "swagger-ui.css", new Asset(STYLE, webJar + "swagger-ui.css"),
            "docs.js", new Asset(SCRIPT, "/dev/posthouse/discovery/docs.js"),
            "page.css", new Asset(STYLE, "/dev/posthouse/discovery/page.css"));
  }

  /// The file of that name.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 404 if there is none
  HttpResponse answer(String name) {
    Asset asset = files.get(name);
    if (asset == null) {
      throw Problem.of(ProblemCode.NOT_FOUND, "There is no such file.").asException();
    }
    return new HttpResponse(200, asset.contentType(), text(asset.resource()), SHORTLY);
  }

  private static String text(String resource) {
    try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version() {
    try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(WEBJAR))) {
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
