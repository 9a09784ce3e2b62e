package dev.posthouse.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testbed.OpenApi;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.GetAccountResponse;
import tools.jackson.databind.JsonNode;

class DiscoveryHandlerTest {
  private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  private int asked;
  private boolean sandboxed = true;
  private boolean reachable = true;

  private final Deployment deployment =
      new Deployment()
          .provide(SesV2Client.class, ses())
          .setting("SUPPORT_CONTACT", "help@example.com")
          .with(DiscoveryHandler::new);

  private SesV2Client ses() {
    return (SesV2Client)
        Proxy.newProxyInstance(
            SesV2Client.class.getClassLoader(),
            new Class<?>[] {SesV2Client.class},
            (_, method, _) -> {
              assertThat(method.getName()).isEqualTo("getAccount");
              asked++;
              if (!reachable) {
                throw SdkClientException.create("no network");
              }
              return GetAccountResponse.builder().productionAccessEnabled(!sandboxed).build();
            });
  }

  private Answer get(String path) {
    Answer answer = deployment.nobody().get(path);
    assertThat(answer.status()).as(answer.content()).isEqualTo(200);
    return answer;
  }

  @Test
  void theDescriptionIsServedAsJsonWithTheDeploymentAsItsServer() {
    JsonNode served = get("/openapi.json").body();

    assertThat(served.at("/servers/0/url").asString()).isEqualTo("https://api.post.example");
    assertThat(served.path("paths")).isEqualTo(OpenApi.get().document().path("paths"));
    assertThat(served.path("components")).isEqualTo(OpenApi.get().document().path("components"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs", "/docs/errors", "/limits"})
  void aPageLoadsWhatIsHereAndBringsNoScriptOrStyleOfItsOwn(String path) {
    Answer page = get(path);

    assertThat(page.header("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
        .doesNotContain("unsafe");
    assertThat(page.content()).doesNotContain("<style", "style=", "onload", "onclick");
    assertThat(Pattern.compile("<script(?! src=)").matcher(page.content()).find()).isFalse();
    List<String> loaded =
        LOADED.matcher(page.content()).results().map(MatchResult::toString).toList();
    assertThat(loaded).isNotEmpty();
    LOADED
        .matcher(page.content())
        .results()
        .map(it -> it.group(1))
        .forEach(link -> {
          if (!link.startsWith("mailto:")) {
            assertThat(link).startsWith("/");
            assertThat(get(link).content()).isNotEmpty();
          }
        });
  }

  @Test
  void theViewerIsTheWholeOneAndMayBeKeptForAWhile() {
    Answer script = get("/docs/assets/swagger-ui-bundle.js");

    assertThat(script.header("content-type")).contains("text/javascript; charset=utf-8");
    assertThat(script.header("cache-control")).contains("public, max-age=300");
    assertThat(script.content()).contains("SwaggerUIBundle").hasSizeGreaterThan(1_000_000);
    assertThat(deployment.nobody().get("/docs/assets/..%2Fdocs.js").status()).isEqualTo(404);
  }

  @Test
  void everyErrorHasItsPlaceWhereItsTypeLeads() {
    String page = get("/docs/errors").content();

    assertThat(ProblemCode.values())
        .allSatisfy(code -> assertThat(page).contains("<tr id=\"" + code.code() + "\">"));
    String type = deployment.nobody().get("/docs/assets/none").text("type");
    assertThat(type).isEqualTo("https://api.post.example/docs/errors#not_found");
  }

  @Test
  void theRuntimeTellsWhatIsHere() {
    JsonNode runtime = get("/v2/meta/runtime").body();

    assertThat(runtime.path("routes").size()).isEqualTo(OpenApi.get().operations().size());
    assertThat(runtime.path("errors").valueStream().map(error -> error.path("code").asString()))
        .containsExactlyElementsOf(
            Arrays.stream(ProblemCode.values()).map(ProblemCode::code).toList());
    assertThat(runtime.path("tiers").valueStream().map(tier -> tier.path("name").asString()))
        .containsExactlyElementsOf(Tiers.standard().names());
    assertThat(runtime.path("supportContact").asString()).isEqualTo("help@example.com");
    assertThat(runtime.at("/prices/upgradeUsd").asString()).isEqualTo("10.00");
    assertThat(runtime.at("/payment/available").asBoolean()).isFalse();
  }

  @Test
  void theLimitsAreThoseOfTheDescription() {
    JsonNode limits = get("/v2/meta/runtime").body().path("limits");
    JsonNode schemas = OpenApi.get().document().path("components").path("schemas");

    assertThat(limits.path("recipients"))
        .isEqualTo(schemas.at("/SendRequest/properties/to/oneOf/1/maxItems"));
    assertThat(limits.path("subjectCharacters"))
        .isEqualTo(schemas.at("/SendRequest/properties/subject/maxLength"));
    assertThat(limits.path("attachments"))
        .isEqualTo(schemas.at("/MessageRequest/properties/attachments/oneOf/1/maxItems"));
    assertThat(limits.path("labelsAtOnce"))
        .isEqualTo(schemas.at("/SendRequest/properties/labels/oneOf/1/maxItems"));
    assertThat(limits.path("pageItems"))
        .isEqualTo(OpenApi.get().document().at("/components/parameters/Limit/schema/maximum"));
  }

  @Test
  void sesIsAskedOnceInAWhileAndNobodyWaitsForItsAnswer() {
    assertThat(sandbox()).isEqualTo("yes");
    sandboxed = false;
    assertThat(sandbox()).isEqualTo("yes");
    assertThat(asked).isEqualTo(1);
    deployment.clock().advance(Duration.ofMinutes(10));
    assertThat(sandbox()).isEqualTo("no");
    reachable = false;
    deployment.clock().advance(Duration.ofMinutes(10));
    assertThat(sandbox()).isEqualTo("unknown");
  }

  private String sandbox() {
    return get("/v2/meta/runtime").body().at("/ses/sandbox").asString();
  }

  @Test
  void thePageSaysWhatIsNeverSupportedAndWhereToAsk() {
    assertThat(get("/limits").content())
        .contains("bulk marketing", "purchased lists", "unsolicited mail", "suppressed")
        .contains("free=1/hour,10/day", "mailto:help@example.com")
        .contains("takes no payments")
        .doesNotContain("/v1/billing/topup");
  }

  @Test
  void aDeploymentThatTakesPaymentsSaysWhatTheyBuy() {
    Deployment paid =
        new Deployment()
            .provide(SesV2Client.class, ses())
            .setting("FACILITATOR_URL", "https://facilitator.example")
            .setting("PAYMENT_PAY_TO", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8")
            .setting("PAYMENT_ASSETS", "base-usdc, base-sepolia-usdc")
            .setting("CREDITS_PER_USD", "250")
            .with(DiscoveryHandler::new);

    JsonNode runtime = paid.nobody().get("/v2/meta/runtime").body();
    assertThat(runtime.at("/payment/available").asBoolean()).isTrue();
    assertThat(runtime.at("/payment/assets").size()).isEqualTo(2);
    assertThat(runtime.at("/prices/creditsPerUsd").asInt()).isEqualTo(250);
    assertThat(runtime.path("supportContact").isNull()).isTrue();
    assertThat(paid.nobody().get("/limits").content()).contains("250 for a dollar");
  }

  @Test
  void aFacilitatorAloneTakesNoPayments() {
    Deployment half =
        new Deployment()
            .provide(SesV2Client.class, ses())
            .setting("FACILITATOR_URL", "https://facilitator.example")
            .setting("PAYMENT_ASSETS", "base-usdc")
            .with(DiscoveryHandler::new);

    JsonNode runtime = half.nobody().get("/v2/meta/runtime").body();
    assertThat(runtime.at("/payment/available").asBoolean()).isFalse();
    assertThat(half.nobody().get("/limits").content()).contains("takes no payments");
  }

  @Test
  void whatTheOperatorEntersIsNoMarkup() {
    Deployment odd =
        new Deployment()
            .provide(SesV2Client.class, ses())
            .setting("SUPPORT_CONTACT", "https://help.example/?a=1&b=\"<script>")
            .with(DiscoveryHandler::new);

    assertThat(odd.nobody().call("GET", "/limits", null, Map.of()).content())
        .contains("https://help.example/?a=1&amp;b=&quot;&lt;script&gt;");
  }
}
