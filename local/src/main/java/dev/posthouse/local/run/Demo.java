package dev.posthouse.local.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A tenant with a key and an identity, made through the API like any other.
///
/// @param identity its handle
/// @param mailboxToken the token of a mailbox that signed up
/// @param mailbox the address of that
record Demo(
    String tenantId, String tenantKey, String identity, String mailboxToken, String mailbox) {
  private static final String FILE = "demo.json";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  /// Makes what is not there yet. What it made is kept in `data`, so that a restart finds it.
  ///
  /// @throws IllegalStateException if the API refuses
  static Demo make(URI api, String adminKey, String domain, DataFolder data)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      Optional<Demo> kept = data.read(FILE, Demo.class);
      Demo demo;
      if (kept.isPresent()) {
        demo = kept.get();
      } else {
        JsonNode tenant =
            post(
                client,
                api.resolve("/v1/tenants"),
                adminKey,
                Map.of("name", "Demo", "operatorEmail", "operator@example.com"));
        JsonNode signedUp =
            post(
                client,
                api.resolve("/public/signup"),
                adminKey,
                Map.of(
                    "mailboxAlias", "demo-agent",
                    "agentName", "Demo Agent",
                    "operatorEmail", "operator@example.com",
                    "productName", "Demo",
                    "useCase", "Trying Posthouse"));
        demo =
            new Demo(
                tenant.path("tenantId").asString(),
                tenant.path("key").asString(),
                "demo@" + domain,
                signedUp.path("accessToken").asString(),
                signedUp.path("mailboxAddress").asString());
        data.write(FILE, demo);
      }
      // Also after a restart: the last process may have ended between the two.
      post(
          client,
          api.resolve("/v1/identities"),
          demo.tenantKey(),
          Map.of("handle", demo.identity(), "displayName", "Dana Demo", "tier", "growth"));
      return demo;
    }
  }

  /// Sends one mail as the demo identity.
  ///
  /// @throws IllegalStateException if the API refuses
  void send(URI api, Map<String, String> mail) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      post(client, api.resolve("/v1/identities/" + identity + "/send"), tenantKey, mail);
    }
  }

  /// Posts, and takes a conflict for a thing that is there already.
  private static JsonNode post(HttpClient client, URI uri, String key, Map<String, String> body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(WAIT_MAX)
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2 && answer.statusCode() != 409) {
      throw new IllegalStateException(
          "POST %s answers %d: %s".formatted(uri.getPath(), answer.statusCode(), answer.body()));
    }
    return JSON.readTree(answer.body());
  }
}
