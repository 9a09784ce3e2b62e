package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import dev.posthouse.local.run.LocalSystem.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Many clients at once: limits are exact, and one key is one message.
class RaceTest {
  private static final int CLIENTS = 64;
  private static final int CAP = 150;

  /// A call to SES takes no longer here, from the last look at the clock to SES's own.
  private static final Duration SES_CALL = Duration.ofSeconds(1);

  private static LocalSystem system;

  @BeforeAll
  static void start() throws Exception {
    system = LocalSystem.start();
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @AfterEach
  void mend() {
    system.faults("[]");
  }

  @Test
  void sixtyFourClientsShareACapOf150Exactly() {
    Account account = system.account("starter");

    List<Answer> answers = sendAll(account, CAP + 100, "race", "");

    assertExactly(CAP, answers);
    answers.stream()
        .filter(answer -> answer.status() == 429)
        .forEach(refused -> {
          JsonNode binding = refused.body().path("binding");
          assertThat(refused.body().path("code").asString()).isEqualTo("cap_exceeded");
          assertThat(binding.path("limit").asString()).isEqualTo("daily_cap");
          assertThat(binding.path("used").asInt()).isEqualTo(CAP);
          assertThat(binding.path("cap").asInt()).isEqualTo(CAP);
          assertThat(Instant.parse(binding.path("resetsAt").asString())).isAfter(system.now());
        });
  }

  @Test
  void theCapOfTomorrowIsItsOwn() {
    Account account = system.account("starter");
    String tomorrow = system.now().plus(Duration.ofDays(1)).toString();

    assertExactly(CAP, sendAll(account, CAP + 20, "tomorrow", tomorrow));
    assertExactly(20, sendAll(account, 20, "today", ""));
  }

  @Test
  void midnightInTheMiddleOfARaceLeavesEachDayItsCap() {
    Account account = system.account("starter");
    Instant midnight = system.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    system.advance(Duration.between(system.now(), midnight).minusSeconds(5).toString());
    var number = new AtomicInteger();
    Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    Callable<Boolean> client =
        () -> {
          Answer answer;
          do {
            String name = "midnight" + number.incrementAndGet();
            answer = send(account, name + "@example.com", name, "");
            answers.add(answer);
          } while (!isRefusedAfter(midnight, answer));
          return true;
        };

    LocalSystem.atOnce(CLIENTS, Collections.nCopies(CLIENTS, client));

    assertThat(answers).allMatch(answer -> answer.status() == 202 || answer.status() == 429);
    List<Answer> taken = answers.stream().filter(answer -> answer.status() == 202).toList();
    Map<Boolean, Long> takenForTheNewDay =
        taken.stream()
            .collect(
                Collectors.partitioningBy(
                    answer -> !dispatchAt(answer).isBefore(midnight), Collectors.counting()));
    assertThat(takenForTheNewDay.get(false)).isBetween(1L, (long) CAP);
    assertThat(takenForTheNewDay.get(true)).isBetween(1L, (long) CAP);
    // What midnight caught in the queue is sent on a later day, within the cap of that.
    system.advance("PT25H");
    assertThat(taken)
        .allMatch(answer ->
            status(account, answer.body().path("outboundJobId").asString()).equals("sent"))
        .allMatch(answer -> system.mailTo(answer.body().path("to").asString()).size() == 1);
    // A call that SES was answering at midnight had begun before it.
    Map<LocalDate, Long> mailsOfADay =
        taken.stream()
            .flatMap(answer -> system.mailTo(answer.body().path("to").asString()).stream())
            .map(mail -> Instant.parse(mail.path("at").asString()))
            .filter(at -> Duration.between(midnight, at).abs().compareTo(SES_CALL) > 0)
            .collect(
                Collectors.groupingBy(
                    at -> LocalDate.ofInstant(at, ZoneOffset.UTC), Collectors.counting()));
    assertThat(mailsOfADay.values()).allMatch(mails -> mails <= CAP);
  }

  private static boolean isRefusedAfter(Instant midnight, Answer answer) {
    return answer.status() == 429
        && Instant.parse(answer.body().path("binding").path("resetsAt").asString())
            .isAfter(midnight);
  }

  private static Instant dispatchAt(Answer answer) {
    return Instant.parse(answer.body().path("dispatchAtIso").asString());
  }

  @Test
  void conflictsThrottlesAndLostAnswersNeitherLoseNorRepeatAMessage() {
    Account account = system.account("starter");
    system.faults(
        """
        [{"target":"dynamodb","kind":"transaction_conflict","rate":0.2,"seed":1},
         {"target":"dynamodb","kind":"throttle","rate":0.02,"seed":2},
         {"target":"dynamodb","kind":"timeout_after","rate":0.02,"seed":3}]
        """);

    // A client that gets no clear answer asks again with its key, as clients do.
    List<Answer> answers = sendAll(account, CAP + 50, "faulty", "");

    system.faults("[]");
    assertExactly(CAP, answers);
    Set<String> jobs = new HashSet<>();
    answers.stream()
        .filter(answer -> answer.status() == 202)
        .forEach(answer -> jobs.add(answer.body().path("outboundJobId").asString()));
    assertThat(jobs).hasSize(CAP);
    // Time for leases to end, and for evidence to arrive or not.
    system.advance("PT30M");
    assertThat(jobs).allMatch(job -> ended(account, job));
    answers.stream()
        .filter(answer -> answer.status() == 202)
        .forEach(answer -> {
          String job = answer.body().path("outboundJobId").asString();
          boolean sent = status(account, job).equals("sent");
          assertThat(system.mailTo(answer.body().path("to").asString())).hasSize(sent ? 1 : 0);
        });
  }

  @Test
  void oneKeyAHundredTimesAtOnceIsOneJobOneMailAndOneAnswer() {
    Account account = system.account("growth");
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(() -> system.send(account, "once@example.com", "idempotency-key", "lead-1:step-1"));
    }

    List<Answer> answers = LocalSystem.atOnce(CLIENTS, calls);

    assertThat(answers).allMatch(answer -> answer.status() == 202);
    assertThat(answers.stream().map(answer -> answer.response().body()).distinct()).hasSize(1);
    assertThat(answers.stream().filter(a -> a.header("idempotent-replayed").isEmpty())).hasSize(1);
    LocalSystem.until(() -> !system.mailTo("once@example.com").isEmpty());
    system.advance("PT20M");
    assertThat(system.mailTo("once@example.com")).hasSize(1);

    Answer other =
        system.send(account, "somebody.else@example.com", "idempotency-key", "lead-1:step-1");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.body().path("code").asString()).isEqualTo("idempotency_conflict");
  }

  @Test
  void mailboxesPulledAndAddedMeanwhileNeitherBreakACapNorLoseAMessage() {
    Account account = system.account("starter");
    JsonNode pool =
        LocalSystem.expect(
                200, system.get("/v1/identities/" + account.handle() + "/pool", account.key()))
            .body();
    String first = pool.path("mailboxes").path(0).path("address").asString();
    String domain = first.substring(first.indexOf('@') + 1);
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      int n = i;
      calls.add(() -> send(account, "moving" + n + "@example.com", "moving" + n, ""));
      if (i == 30) {
        calls.add(() -> change(account, first, "pulled"));
      }
      if (i == 50) {
        calls.add(() ->
            system.post(
                "/v1/identities/" + account.handle() + "/pool",
                LocalRun.ADMIN_KEY,
                "{\"address\":\"added.later@%s\",\"stage\":100}".formatted(domain)));
      }
      if (i == 80) {
        calls.add(() -> change(account, first, "active"));
      }
    }

    List<Answer> answers = LocalSystem.atOnce(16, calls);

    assertThat(answers).allMatch(answer -> answer.status() < 300);
    List<String> jobs =
        answers.stream()
            .filter(answer -> answer.status() == 202)
            .map(answer -> answer.body().path("outboundJobId").asString())
            .toList();
    assertThat(jobs).hasSize(120);
    LocalSystem.until(() -> jobs.stream().allMatch(job -> ended(account, job)));
    assertThat(jobs).allMatch(job -> status(account, job).equals("sent"));
  }

  private static Answer change(Account account, String address, String state) {
    return system.call(
        "PATCH",
        "/v1/identities/" + account.handle() + "/pool/" + address,
        LocalRun.ADMIN_KEY,
        "{\"state\":\"%s\",\"reason\":\"test\"}".formatted(state));
  }

  private static String status(Account account, String job) {
    return system.job(account, job).body().path("status").asString();
  }

  private static boolean ended(Account account, String job) {
    return !system.job(account, job).body().path("finalDeliveryState").asString().equals("pending");
  }

  private static List<Answer> sendAll(Account account, int count, String prefix, String sendAt) {
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = prefix + i;
      calls.add(() -> send(account, name + "@example.com", name, sendAt));
    }
    return LocalSystem.atOnce(CLIENTS, calls);
  }

  private static Answer send(Account account, String to, String key, String sendAt) {
    String when = sendAt.isEmpty() ? "" : ",\"sendAt\":\"" + sendAt + "\"";
    Answer answer;
    do {
      answer =
          system.post(
              LocalSystem.sendPath(account),
              account.key(),
              "{\"to\":\"%s\",\"subject\":\"s\",\"text\":\"t\"%s}".formatted(to, when),
              "idempotency-key",
              account.handle() + key);
    } while (answer.status() == 503);
    return answer;
  }

  private static void assertExactly(int accepted, List<Answer> answers) {
    assertThat(answers).allMatch(answer -> answer.status() == 202 || answer.status() == 429);
    assertThat(answers.stream().filter(answer -> answer.status() == 202)).hasSize(accepted);
  }
}
