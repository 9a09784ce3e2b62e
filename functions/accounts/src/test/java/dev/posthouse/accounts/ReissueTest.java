package dev.posthouse.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testing.Race;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReissueTest {
  private static final String REISSUE = "/public/token/reissue";
  private static final Pattern TOKEN = Pattern.compile("mt_live_[0-9A-Za-z]{38}");

  private final Api api = Api.withMail();

  @Test
  void theOperatorGetsATokenByMail() {
    Answer signedUp = api.signUp("ada", Map.of());

    Answer answer = api.post(REISSUE, "", "{\"mailboxAlias\":\"ADA\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.content()).doesNotContain("mt_live_", "ada");
    assertThat(api.mails()).hasSize(2);
    Api.Mail mail = api.mails().getLast();
    assertThat(mail.to()).hasToString("ops@example.com");
    Matcher token = TOKEN.matcher(mail.text());
    assertThat(token.find()).isTrue();
    ApiKey fresh = api.stored(token.group());
    ApiKey first = api.stored(signedUp.text("accessToken"));
    assertThat(fresh.limits()).isEqualTo(first.limits());
    assertThat(fresh.scopes()).isEqualTo(first.scopes());
    assertThat(fresh.expiresAt()).isEqualTo(first.expiresAt());
    assertThat(api.deployment.logged()).doesNotContain(token.group());
  }

  @Test
  void theAnswerIsTheSameWhetherTheMailboxIsThereOrNot() {
    api.signUp("ada", Map.of());

    Answer known = api.post(REISSUE, "", "{\"mailboxAddress\":\"ada@post.example\"}");
    Answer unknown = api.post(REISSUE, "", "{\"mailboxAddress\":\"eve@post.example\"}");
    Answer elsewhere = api.post(REISSUE, "", "{\"mailboxAddress\":\"ada@example.com\"}");
    Answer again = api.post(REISSUE, "", "{\"mailboxAddress\":\"ada@post.example\"}");

    for (Answer answer : new Answer[] {unknown, elsewhere, again}) {
      assertThat(answer.status()).isEqualTo(known.status());
      assertThat(answer.content()).isEqualTo(known.content());
      assertThat(answer.headers()).isEqualTo(known.headers());
    }
    // As long as no time passes but what is waited.
    assertThat(api.held()).hasSize(4).containsOnly(Floor.LEAST);
    assertThat(api.mails()).hasSize(2);
  }

  @Test
  void aMailboxGetsOneInAQuarterOfAnHour() {
    api.signUp("ada", Map.of());
    String body = "{\"mailboxAlias\":\"ada\"}";

    Race.run(16, number -> () -> api.from("192.0.2." + number, REISSUE, body));
    assertThat(api.mails()).hasSize(2);
    api.deployment.clock().advance(Duration.ofMinutes(15));
    assertThat(api.post(REISSUE, "", body).status()).isEqualTo(202);

    assertThat(api.mails()).hasSize(3);
  }

  @Test
  void oneAddressAsksFiveTimesAnHour() {
    for (int i = 0; i < 5; i++) {
      assertThat(api.post(REISSUE, "", "{\"mailboxAlias\":\"nobody" + i + "\"}").status())
          .isEqualTo(202);
    }

    Answer full = api.post(REISSUE, "", "{\"mailboxAlias\":\"nobody9\"}");

    assertThat(full.status()).isEqualTo(429);
    assertThat(full.headers()).containsEntry("retry-after", "3600");
    assertThat(api.from("192.0.2.8", REISSUE, "{\"mailboxAlias\":\"ada\"}").status())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@post.example",
        "ADA@Post.Example",
        "bob@post.example",
        "nobody@post.example",
        "someone@mail.post.example"
      })
  void aTokenNeverGoesToAnAddressOfThePlatform(String operator) {
    String body = Api.signUpBody("ada").replace("ops@example.com", operator);
    api.signUp("bob", Map.of());
    assertThat(api.post("/public/signup", "", body).status()).isEqualTo(201);
    int before = api.mails().size();
    int keys = api.deployment.contents().size();

    assertThat(api.post(REISSUE, "", "{\"mailboxAlias\":\"ada\"}").status()).isEqualTo(202);

    assertThat(api.mails()).hasSize(before);
    // Only the two counts of the limits are new.
    assertThat(api.deployment.contents()).hasSize(keys + 2);
  }

  @Test
  void aRetiredMailboxGetsNoToken() {
    String token = api.token("ada");
    api.call("DELETE", "/v1/mailboxes/self", token, Map.of(), null);

    api.post(REISSUE, "", "{\"mailboxAlias\":\"ada\"}");

    assertThat(api.mails()).hasSize(1);
  }

  @Test
  void withoutMailNoTokenIsMade() {
    Api silent = new Api();
    silent.signUp("ada", Map.of());
    int before = silent.deployment.contents().size();

    assertThat(silent.post(REISSUE, "", "{\"mailboxAlias\":\"ada\"}").status()).isEqualTo(202);

    assertThat(silent.deployment.contents()).hasSize(before + 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                        | missing_field | mailboxAlias",
        "{\"mailboxAlias\":\"a\"}                                  | invalid_field | mailboxAlias",
        "{\"mailboxAddress\":\"ada\"}                              | invalid_field |"
            + " mailboxAddress",
        "{\"mailboxAlias\":\"ada\",\"mailboxAddress\":\"ada@post.example\"} "
            + "| invalid_field | mailboxAddress"
      })
  void aBadRequestIsRefusedByField(String body, String code, String field) {
    Answer answer = api.refused("POST", REISSUE, "", body.strip(), 400, code);

    assertThat(answer.fields()).containsExactly(field);
  }
}
