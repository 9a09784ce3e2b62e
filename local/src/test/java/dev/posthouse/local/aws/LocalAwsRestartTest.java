package dev.posthouse.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;

final class LocalAwsRestartTest {
  @TempDir private Path data;

  private AwsRun run() throws IOException {
    return new AwsRun(LocalAwsSettings.DEFAULT.withData(data));
  }

  @Test
  void keepsMailInItsOrder() throws IOException {
    String first;
    String second;
    try (AwsRun run = run()) {
      first = run.send("a@example.net");
      second = run.send("b@example.net");
    }
    try (AwsRun run = run()) {
      String third = run.send("c@example.net");

      assertThat(run.aws.mail().list(Optional.empty(), Optional.empty(), 9))
          .extracting(MailSpool.Mail::id)
          .containsExactly(third, second, first);
      assertThat(new String(run.aws.mail().raw(first).orElseThrow(), StandardCharsets.UTF_8))
          .contains("To: a@example.net");
      assertThat(run.aws.mail().find(second).orElseThrow().tags()).containsEntry("job", "job_1");
      assertThat(run.ses.getAccount(get -> {}).sendQuota().sentLast24Hours()).isEqualTo(3);
    }
  }

  @Test
  void tellsWhatWasDueAndNotTold() throws IOException {
    try (AwsRun run = run()) {
      run.send("reply+1@example.com");
      run.aws.runDue(ManualClock.START);
      assertThat(run.eventTypes()).containsExactly("Send");
    }
    try (AwsRun run = run()) {
      assertThat(run.aws.nextDueAt()).contains(ManualClock.START.plusSeconds(1));
      run.runADay();

      assertThat(run.eventTypes()).containsExactly("Delivery");
      assertThat(run.inbound).hasSize(1);
    }
    try (AwsRun run = run()) {
      assertThat(run.aws.nextDueAt()).isEmpty();
    }
  }

  @Test
  void survivesAHalfWrittenLineAndAHalfWrittenMail() throws IOException {
    try (AwsRun run = run()) {
      run.send("a@example.net");
    }
    Files.writeString(data.resolve("due.jsonl"), "{\"number\":99,\"due", StandardOpenOption.APPEND);
    Files.writeString(data.resolve("mail").resolve("half.eml"), "From: s@example.com");
    try (AwsRun run = run()) {
      assertThat(run.aws.mail().size()).isEqualTo(1);
      run.runADay();
      assertThat(run.eventTypes()).containsExactly("Send", "Delivery");
    }
  }

  @Test
  void countsAMailWhoseEventsAreKnown() throws IOException {
    String id;
    try (AwsRun run = run()) {
      id = run.send("a@example.net");
    }
    Files.delete(data.resolve("mail").resolve(id + ".json"));
    try (AwsRun run = run()) {
      assertThat(run.aws.mail().find(id).orElseThrow().to()).containsExactly("a@example.net");
      run.runADay();
      assertThat(run.eventTypes()).containsExactly("Send", "Delivery");
    }
  }

  @Test
  void keepsTheAccount() throws IOException {
    try (AwsRun run = run()) {
      run.ses.createEmailIdentity(create -> create.emailIdentity("example.com"));
      run.ses.createConfigurationSet(create -> create.configurationSetName("set"));
      run.ses.putSuppressedDestination(
          put -> put.emailAddress("a@example.net").reason(SuppressionListReason.BOUNCE));
      run.ses.putAccountSendingAttributes(put -> put.sendingEnabled(false));
    }
    try (AwsRun run = run()) {
      assertThat(run.ses.listEmailIdentities(list -> {}).emailIdentities()).hasSize(1);
      assertThat(run.ses.listConfigurationSets(list -> {}).configurationSets())
          .containsExactly("set");
      assertThat(run.ses.listSuppressedDestinations(list -> {}).suppressedDestinationSummaries())
          .hasSize(1);
      assertThat(run.ses.getAccount(get -> {}).sendingEnabled()).isFalse();
    }
  }

  @Test
  void keepsObjects() throws IOException {
    try (AwsRun run = run()) {
      run.aws.createBucket("bucket");
      for (String content : new String[] {"one", "two"}) {
        run.s3.putObject(put -> put.bucket("bucket").key("k"), RequestBody.fromString(content));
      }
      run.s3.putObject(put -> put.bucket("bucket").key("gone"), RequestBody.fromString("x"));
      run.s3.deleteObject(delete -> delete.bucket("bucket").key("gone"));
    }
    try (AwsRun run = run()) {
      assertThat(run.s3.getObjectAsBytes(get -> get.bucket("bucket").key("k")).asUtf8String())
          .isEqualTo("two");
      assertThat(run.s3.listObjectsV2(list -> list.bucket("bucket")).contents()).hasSize(1);
    }
  }
}
