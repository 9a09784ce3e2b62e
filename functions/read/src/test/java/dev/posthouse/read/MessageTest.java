package dev.posthouse.read;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.s3.S3Attachments;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

class MessageTest {
  private final Mailroom room = new Mailroom();

  private static String path(Message message) {
    return "/v1/messages/" + message.id();
  }

  private static String path(OutboundJob job) {
    return "/v1/messages/" + job.envelope().message();
  }

  @Test
  void aMessageIsShownUnderBothPaths() {
    Message message = room.received(person(), NOW);

    Answer shown = room.caller.get(path(message));

    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.text("id")).isEqualTo(message.id().value());
    assertThat(shown.text("threadId")).isEqualTo(message.conversation().value());
    assertThat(shown.text("identity")).isEqualTo(room.roster.handle().value());
    assertThat(room.caller.get("/v1/mailboxes/self/messages/" + message.id()).content())
        .isEqualTo(shown.content());
  }

  @Test
  void aContentIsShownWhereverItIsKept() {
    Message inline = room.received(person(), NOW);
    Message stored = room.received(person(), NOW, Mailroom.Letter::kept);
    room.ports
        .contents()
        .put(stored.id().value(), new Content("big", "x".repeat(200_000), null, null, List.of()));

    Answer small = room.caller.get(path(inline) + "/content");
    Answer big = room.caller.get("/v1/mailboxes/self/messages/" + stored.id() + "/content");

    assertThat(small.text("text")).isEqualTo("Gern!");
    assertThat(small.text("html")).isEqualTo("<p>Gern!</p>");
    assertThat(small.body().path("attachments").isArray()).isTrue();
    assertThat(small.headers()).containsEntry("cache-control", "no-store");
    assertThat(big.text("text")).hasSize(200_000);
    assertThat(big.body().has("html")).isFalse();
  }

  @Test
  void aContentTooLongForAnAnswerIsClipped() {
    Message message = room.received(person(), NOW, Mailroom.Letter::kept);
    String long_ = "\u0001".repeat(ContentView.CLIPPED_MAX * 3);
    room.ports
        .contents()
        .put(message.id().value(), new Content("big", long_, long_, null, List.of()));

    Answer answer = room.caller.get(path(message) + "/content");

    assertThat(answer.body().path("clipped").asBoolean()).isTrue();
    assertThat(answer.text("text")).hasSize(ContentView.CLIPPED_MAX);
    assertThat(answer.content().getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(ContentView.ANSWER_BYTES_MAX);
  }

  @Test
  void aFileIsFetchedThroughALinkThatNeedsNoKey() {
    Message message = room.withFile(person(), NOW);
    String file = message.attachments().getFirst().id();

    Answer answer = room.caller.get("/v1/attachments/" + file);

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    assertThat(answer.headers().get("location"))
        .contains("attachments/" + file, "X-Amz-Signature=", "X-Amz-Expires=300")
        .contains("response-content-disposition=attachment");
    Answer content = room.caller.get(path(message) + "/content");
    assertThat(content.body().path("attachments").path(0).path("downloadUrl").asString())
        .contains("attachments/" + file, "X-Amz-Signature=");
    assertThat(content.body().path("attachments").path(0).path("filename").asString())
        .isEqualTo("Rechnung 📄.pdf");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "att_01J0000000000000000000000Z_0",
        "att_x",
        "msg_01J0000000000000000000000Z",
        "..",
        "%00"
      })
  void aFileThatIsNoneIsNotFound(String id) {
    room.deployment.refused(404, "not_found", () -> room.caller.get("/v1/attachments/" + id));
  }

  @Test
  void aFileWithANumberTheMessageLacksIsNotFound() {
    Message message = room.withFile(person(), NOW);

    room.deployment.refused(
        404,
        "not_found",
        () -> room.caller.get("/v1/attachments/" + AttachmentRef.idOf(message.id(), 1)));
  }

  @Test
  void aMessageIsMarkedAsReadAndUnread() {
    Message message = room.received(person(), NOW);
    Caller reader = room.deployment.caller(room.tenant, Scope.MAIL_READ);

    assertThat(reader.patch(path(message), Map.of("read", true)).body().path("read").asBoolean())
        .isTrue();
    assertThat(reader.get(path(message)).body().path("read").asBoolean()).isTrue();
    assertThat(reader.patch(path(message), Map.of("read", false)).body().path("read").asBoolean())
        .isFalse();
  }

  @Test
  void whatOneWroteIsAlwaysRead() {
    OutboundJob job = room.accepted(person(), NOW);

    assertThat(room.caller.patch(path(job), Map.of("read", true)).body().path("read").asBoolean())
        .isTrue();
    room.deployment.refused(
        409, "conflict", () -> room.caller.patch(path(job), Map.of("read", false)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|missing_field|read",
        "{\"read\":null}|missing_field|read",
        "{\"read\":\"yes\"}|invalid_field|read",
        "{\"read\":1}|invalid_field|read",
        "{\"read\":true,\"starred\":true}|unknown_field|starred"
      })
  void aBadMarkIsNamed(String body, String code, String field) {
    Message message = room.received(person(), NOW);

    Answer answer =
        room.deployment.refused(400, code, () -> room.caller.patch(path(message), body));

    assertThat(answer.fields()).containsExactly(field);
  }

  @Test
  void aDeletedMessageIsGoneWithItsContentAndItsFiles() {
    Message message = room.withFile(person(), NOW);
    room.ports
        .contents()
        .put(message.id().value(), new Content("big", noise(), null, null, List.of()));
    var attachments =
        new S3Attachments(room.deployment.client(S3Client.class, () -> null), Deployment.BUCKET);
    attachments.put(message.attachments().getFirst(), new byte[] {1, 2, 3});
    assertThat(room.deployment.objects()).hasSize(2);

    assertThat(room.caller.delete(path(message)).status()).isEqualTo(204);

    assertThat(room.deployment.objects()).isEmpty();
    assertThat(room.ports.contents().get(message.id().value())).isEmpty();
    for (String rest : List.of("", "/content")) {
      room.deployment.refused(404, "not_found", () -> room.caller.get(path(message) + rest));
    }
    room.deployment.refused(404, "not_found", () -> room.caller.delete(path(message)));
    assertThat(Mailroom.ids(room.caller.get(room.messages("")))).isEmpty();
    Answer thread = room.caller.get("/v1/threads/" + message.conversation());
    assertThat(thread.status()).isEqualTo(200);
    assertThat(thread.body().path("messages").isEmpty()).isTrue();
  }

  /// So much that it is no item but an object.
  private static String noise() {
    var random = new Random(1);
    return random
        .ints(40_000, ' ', '~')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void aMessageThatHasStillToBeSentIsNotDeleted() {
    OutboundJob waiting = room.accepted(person(), NOW);

    Answer answer =
        room.deployment.refused(409, "conflict", () -> room.caller.delete(path(waiting)));

    assertThat(answer.text("outboundJobId")).isEqualTo(waiting.id().value());
    room.update(waiting, waiting.cancelled(NOW));
    assertThat(room.caller.delete(path(waiting)).status()).isEqualTo(204);
  }

  @Test
  void aMessageIsKeptUntilTheLastOfItsCopiesIsSent() {
    List<OutboundJob> copies = room.copies(person(), person(), NOW);
    room.sent(copies.getFirst(), NOW.plusSeconds(1));

    Answer answer =
        room.deployment.refused(409, "conflict", () -> room.caller.delete(path(copies.getFirst())));

    assertThat(answer.text("outboundJobId")).isEqualTo(copies.getLast().id().value());
    OutboundJob claimed =
        room.update(copies.getLast(), copies.getLast().claimed(NOW, Duration.ofSeconds(90)));
    room.update(claimed, claimed.sent("0100ses", NOW));
    assertThat(room.caller.delete(path(copies.getFirst())).status()).isEqualTo(204);
  }

  @Test
  void aKeyThatOnlyReadsDeletesNothing() {
    Message message = room.received(person(), NOW);
    Caller reader = room.deployment.caller(room.tenant, Scope.MAIL_READ);

    room.deployment.refused(403, "missing_scope", () -> reader.delete(path(message)));
  }
}
