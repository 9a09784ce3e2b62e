package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What `kill -9` leaves behind.
@Timeout(600)
@EnabledIfSystemProperty(
    named = "posthouse.kill",
    matches = "[1-9][0-9]+",
    disabledReason = "takes a minute; ./mvnw verify -Dposthouse.kill=1000, or fewer sends")
class KillTest {
  private static final int SENDS = Integer.getInteger("posthouse.kill", 0);
  private static final int CLIENTS = 8;

  /// So many are accepted when the process dies: some of them sent, some not, some half-way.
  private static final int ACCEPTED_BEFORE = SENDS / 2;

  private static final String IDENTITY = "kill@" + LocalRun.DOMAIN;

  @TempDir private Path folder;

  @Test
  void afterAKillEveryAcceptedJobEndsAndNoneIsSentTwice() throws Exception {
    Path data = folder.resolve("data");
    List<Optional<String>> before;
    try (LocalProcess first = LocalProcess.start(data, folder.resolve("first.json"));
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      first.identity(IDENTITY, "pro");
      var accepted = new CountDownLatch(ACCEPTED_BEFORE);
      var sending = new ArrayList<Future<Optional<String>>>();
      for (int i = 0; i < SENDS; i++) {
        int number = i;
        sending.add(clients.submit(() -> sendIfAlive(first, number, accepted)));
      }
      assertThat(accepted.await(200, TimeUnit.SECONDS)).isTrue();
      first.kill();
      before = results(sending);
    }
    assertThat(before).contains(Optional.empty());

    try (LocalProcess second = LocalProcess.start(data, folder.resolve("second.json"))) {
      List<String> jobs = sendAll(second);
      for (int i = 0; i < SENDS; i++) {
        String job = jobs.get(i);
        before.get(i).ifPresent(id -> assertThat(job).isEqualTo(id));
      }
      assertThat(jobs).doesNotHaveDuplicates();

      // Longer than a lease and the wait for evidence together.
      second.advance("PT20M");

      Map<String, Integer> mails = mailsByRecipient(second);
      for (int i = 0; i < SENDS; i++) {
        JsonNode job = second.job(jobs.get(i));
        int mailed = mails.getOrDefault(recipient(i), 0);
        switch (job.path("finalDeliveryState").asString()) {
          case "sent" -> assertThat(mailed).as(job.toString()).isEqualTo(1);
          // The attempt that the kill cut off, and its events with it: it may have reached SES.
          case "failed" -> {
            assertThat(job.path("lastError").path("code").asString()).isEqualTo("unknown_outcome");
            assertThat(mailed).as(job.toString()).isLessThanOrEqualTo(1);
          }
          default -> throw new AssertionError("has not ended: " + job);
        }
      }
      // What was in the air when the process died, at most.
      assertThat(mails.size()).isGreaterThanOrEqualTo(SENDS - CLIENTS * 4);
    }
  }

  private static Optional<String> sendIfAlive(
      LocalProcess process, int number, CountDownLatch accepted) {
    try {
      String job = process.send(IDENTITY, recipient(number), "key-" + number);
      accepted.countDown();
      return Optional.of(job);
    } catch (IOException e) {
      // Killed: the client cannot know whether it was accepted.
      return Optional.empty();
    }
  }

  private static List<String> sendAll(LocalProcess process) throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      var calls = new ArrayList<Callable<String>>();
      for (int i = 0; i < SENDS; i++) {
        int number = i;
        calls.add(() -> process.send(IDENTITY, recipient(number), "key-" + number));
      }
      return results(clients.invokeAll(calls));
    }
  }

  private static <T> List<T> results(List<Future<T>> futures) throws Exception {
    var results = new ArrayList<T>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  private static Map<String, Integer> mailsByRecipient(LocalProcess process) throws IOException {
    Map<String, Integer> mails = new HashMap<>();
    process
        .mail()
        .forEach(mail -> mails.merge(mail.path("to").path(0).asString(), 1, Integer::sum));
    return mails;
  }

  private static String recipient(int number) {
    return "kill" + number + "@example.com";
  }
}
