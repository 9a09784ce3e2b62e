package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import dev.posthouse.local.run.LocalSystem.Answer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/// What `grep` finds in the log of the whole system.
class HandleLogTest {
  /// An address outside that is not masked.
  private static final Pattern READABLE = Pattern.compile("[a-z0-9]@example\\.com");

  private static final Pattern LINK =
      Pattern.compile("List-Unsubscribe: <https?://[^/]+(/u/[^>]+)>");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void theLinesOfAnIdentityAreThoseThatNameItAndNoRecipientIsReadable() throws Exception {
    try (var system = LocalSystem.start(new PrintStream(printed, true, StandardCharsets.UTF_8))) {
      Account one = system.account("starter");
      Account other = system.account("starter");
      String loud = one.handle().toUpperCase(Locale.ROOT);
      LocalSystem.expect(202, system.send(new Account(one.key(), loud), "mona@example.com"));
      LocalSystem.expect(202, system.send(other, "nils@example.com"));
      LocalSystem.until(() -> system.mailTo("mona@example.com").size() == 1);
      LocalSystem.until(() -> system.mailTo("nils@example.com").size() == 1);
      String encoded = URLEncoder.encode(loud, StandardCharsets.UTF_8);
      LocalSystem.expect(
          200, system.get("/v1/identities/" + encoded + "/conversations", one.key()));
      LocalSystem.until(() -> lines(one).stream().anyMatch(line -> message(line).equals("sent")));
    }

    for (String line : text().lines().filter(it -> it.startsWith("{")).toList()) {
      JsonNode json = LocalSystem.JSON.readTree(line);
      assertThat(line).doesNotContain("mona@example.com", "nils@example.com");
      String route = json.path("route").asString("");
      if (route.contains("{handle}")) {
        assertThat(json.path("identity").asString("")).as(line).contains("@").isLowerCase();
      }
    }
  }

  /// `grep -F '"alice@posthouse.example"'`, as `docs/architecture.md` says it.
  @Test
  void aSearchForAHandleFindsAllLinesOfItsIdentityAndNoneOfAnothers() throws Exception {
    var parties = new ArrayList<Party>();
    Set<Map<String, AttributeValue>> items;
    try (var system = LocalSystem.start(new PrintStream(printed, true, StandardCharsets.UTF_8));
        var receiver = Receiver.start()) {
      Account one = system.account("starter");
      // Whose handle another's ends with, so that a careless search would find both.
      Account other = new Account(one.key(), "x" + one.handle());
      LocalSystem.expect(
          201,
          system.post(
              "/v1/identities",
              one.key(),
              "{\"handle\":\"%s\",\"displayName\":\"Ana\",\"tier\":\"starter\"}"
                  .formatted(other.handle())));
      Account ada = signUp(system, "ada");
      Account nada = signUp(system, "nada");
      List.of(one, other, ada, nada).forEach(each -> parties.add(new Party(system, each)));
      LocalSystem.expect(
          201,
          system.post("/v1/webhooks", one.key(), "{\"url\":\"%s\"}".formatted(receiver.url())));
      system.advance("PT6S");
      parties.subList(0, 2).forEach(Party::writesOutside);
      parties.get(2).writesTo(nada.handle());
      parties.get(3).writesTo(ada.handle());
      parties.subList(2, 4).forEach(Party::hearsFromOutside);
      parties.subList(0, 2).forEach(Party::isUnsubscribedFrom);
      system.advance("PT2M");
      parties.forEach(Party::reads);
      items = system.contents();
    }

    List<String> lines = text().lines().filter(line -> line.startsWith("{")).toList();
    for (Party party : parties) {
      Set<String> own = party.names(items);
      Set<String> foreign = new HashSet<>();
      for (Party another : parties) {
        if (another != party) {
          foreign.addAll(another.names(items));
          foreign.add('"' + another.account.handle() + '"');
        }
      }
      List<String> found = lines.stream().filter(line -> line.contains(party.needle())).toList();
      assertThat(found)
          .containsAll(
              lines.stream().filter(line -> own.stream().anyMatch(line::contains)).toList())
          .noneMatch(line -> foreign.stream().anyMatch(line::contains));
      List<String> stages =
          found.stream().map(line -> message(LocalSystem.JSON.readTree(line))).toList();
      assertThat(stages).containsAll(party.stages());
      assertThat(stages.stream().filter("request"::equals))
          .hasSizeGreaterThanOrEqualTo(party.requests.size());
      assertThat(stages.stream().filter("logged"::equals)).hasSize(party.entries);
    }
    assertThat(lines).noneMatch(line -> READABLE.matcher(line).find());
  }

  private static Account signUp(LocalSystem system, String alias) {
    JsonNode body =
        LocalSystem.expect(
                201,
                system.post(
                    "/public/signup",
                    "",
                    """
                    {"mailboxAlias": "%s", "agentName": "Agent", "operatorEmail":
                     "operator@example.com", "productName": "Walk", "useCase": "A test"}
                    """
                        .formatted(alias)))
            .body();
    return new Account(body.path("accessToken").asString(), body.path("identity").asString());
  }

  private List<JsonNode> lines(Account account) {
    return text()
        .lines()
        .filter(line -> line.startsWith("{") && line.contains(account.handle()))
        .map(LocalSystem.JSON::readTree)
        .toList();
  }

  private static String message(JsonNode line) {
    return line.path("message").asString("");
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /// An identity, what was asked for it, and what that made.
  private static final class Party {
    private final LocalSystem system;
    private final Account account;
    private final List<String> requests = new ArrayList<>();
    private final String id;
    private int entries;

    Party(LocalSystem system, Account account) {
      this.system = system;
      this.account = account;
      this.id =
          system.contents().stream()
              .filter(item -> is(item, "kind", "roster") && is(item, "handle", account.handle()))
              .map(item -> text(item, "identity"))
              .findFirst()
              .orElseThrow();
    }

    private static String text(Map<String, AttributeValue> item, String name) {
      return Objects.requireNonNull(item.get(name)).s();
    }

    private static boolean is(Map<String, AttributeValue> item, String name, String value) {
      return item.containsKey(name) && value.equals(item.get(name).s());
    }

    private Answer asked(int status, Answer answer) {
      requests.add(LocalSystem.expect(status, answer).header("x-request-id"));
      return answer;
    }

    void writesOutside() {
      asked(202, system.send(account, account.handle().charAt(0) + ".outside@example.com"));
      LocalSystem.until(() -> !outside().isEmpty());
    }

    private List<JsonNode> outside() {
      return system.mailTo(account.handle().charAt(0) + ".outside@example.com");
    }

    void writesTo(String address) {
      asked(
          202,
          system.post(
              "/v1/messages/send",
              account.key(),
              "{\"to\":\"%s\",\"subject\":\"Inside\",\"text\":\"Hello.\"}".formatted(address)));
    }

    void hearsFromOutside() {
      String raw =
          """
          From: Mo <mo@example.com>
          To: %1$s
          Subject: From outside
          Message-ID: <%1$s.1@example.com>

          Hello.
          """
              .formatted(account.handle());
      LocalSystem.expect(
          202,
          system.post("/_local/mail/inbound?from=mo@example.com&to=" + account.handle(), "", raw));
    }

    void isUnsubscribedFrom() {
      String raw = system.raw(outside().getFirst().path("id").asString());
      Matcher link = LINK.matcher(raw.replace("\r\n ", " "));
      assertThat(link.find()).as(raw).isTrue();
      String form = "application/x-www-form-urlencoded";
      asked(
          200, system.post(link.group(1), "", "List-Unsubscribe=One-Click", "content-type", form));
    }

    /// What it has by now, and how many entries its log has.
    void reads() {
      asked(
          200, system.get("/v1/identities/" + account.handle() + "/conversations", account.key()));
      Answer events =
          asked(200, system.get("/v1/identities/" + account.handle() + "/events", account.key()));
      events
          .body()
          .path("events")
          .forEach(event ->
              assertThat(event.path("data").path("identity").asString())
                  .isEqualTo(account.handle()));
      entries =
          (int)
              system.contents().stream()
                  .filter(item -> is(item, "kind", "event") && text(item, "pk").endsWith(id))
                  .count();
      if (pool()) {
        asked(200, system.get("/v1/outbound-jobs?identity=" + account.handle(), account.key()));
      } else {
        asked(200, system.get("/v1/mailboxes/self/messages", account.key()));
        asked(200, system.get("/v1/billing/account", account.key()));
      }
    }

    private boolean pool() {
      return account.key().startsWith("sk_");
    }

    String needle() {
      return '"' + account.handle() + '"';
    }

    /// Steps that leave a line each.
    List<String> stages() {
      return pool()
          ? List.of("request", "sent", "delivery", "logged", "pushed")
          : List.of("request", "sent", "received", "logged");
    }

    /// All that only its lines may speak of.
    Set<String> names(Set<Map<String, AttributeValue>> items) {
      Set<String> names = new HashSet<>(requests);
      names.add(id);
      for (Map<String, AttributeValue> item : items) {
        String pk = text(item, "pk");
        if (is(item, "kind", "job") && is(item, "identity", id)) {
          names.add(pk.substring(pk.indexOf('#') + 1));
        } else if (is(item, "kind", "message") && pk.endsWith(id)) {
          names.add(text(item, "sk"));
        } else if (is(item, "kind", "conversation") && is(item, "activityOf", id)) {
          names.add(pk.substring(pk.indexOf('#') + 1));
        }
      }
      return names;
    }
  }
}
