package dev.posthouse.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever is composed is 7-bit mail with lines of lawful length, and every reader gets back what
/// was put in.
final class ComposerPropertyTest {
  private static final int MAILS = 200;
  // Python takes its time.
  private static final int PYTHON_MAILS = 120;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void mime4jReadsWhatWasComposed(long seed) throws Exception {
    Random random = new Random(seed);
    DefaultMessageBuilder reader = new DefaultMessageBuilder();
    reader.setMimeEntityConfig(MimeConfig.PERMISSIVE);
    for (int i = 0; i < MAILS; i++) {
      OutgoingMail mail = RandomMail.of(random);
      byte[] bytes = Composer.compose(mail);
      assertLawful(bytes);

      Message read = reader.parseMessage(new ByteArrayInputStream(bytes));

      assertThat(Optional.ofNullable(read.getSubject()).orElse(""))
          .isEqualTo(mended(mail.subject()));
      assertThat(addresses(read.getFrom())).containsExactly(shown(mail.from()));
      assertThat(addresses(read.getTo().flatten()))
          .isEqualTo(mail.to().stream().map(ComposerPropertyTest::shown).toList());
      assertThat(bodies(read)).isEqualTo(expectedBodies(mail));
      assertThat(attachments(read)).isEqualTo(expectedAttachments(mail));
    }
  }

  @Test
  void pythonReadsWhatWasComposed() throws IOException {
    Random random = new Random(3);
    List<OutgoingMail> mails = new ArrayList<>();
    for (int i = 0; i < PYTHON_MAILS; i++) {
      mails.add(RandomMail.of(random));
    }
    Optional<List<String>> answers =
        PythonMail.read(mails.stream().map(Composer::compose).toList());
    assumeTrue(answers.isPresent(), "there is no python3 on the path");

    assertThat(answers.get()).hasSize(PYTHON_MAILS);
    for (int i = 0; i < PYTHON_MAILS; i++) {
      assertRead(mails.get(i), JsonMapper.shared().readTree(answers.get().get(i)));
    }
  }

  private static void assertRead(OutgoingMail mail, JsonNode read) {
    assertThat(read.get("subject").asString()).isEqualTo(mended(mail.subject()));
    assertThat(pairs(read.get("from"))).containsExactly(shown(mail.from()));
    assertThat(pairs(read.get("to")))
        .isEqualTo(mail.to().stream().map(ComposerPropertyTest::shown).toList());
    List<String> bodies = new ArrayList<>();
    read.get("bodies")
        .properties()
        .forEach(e -> bodies.add(e.getKey() + " " + e.getValue().asString()));
    assertThat(bodies).isEqualTo(expectedBodies(mail));
    List<String> attachments = new ArrayList<>();
    read.get("attachments")
        .forEach(a ->
            attachments.add(
                a.get(0).asString() + " " + a.get(1).asString() + " " + a.get(2).asString()));
    assertThat(attachments).isEqualTo(expectedAttachments(mail));
    List<String> references = new ArrayList<>();
    read.get("references").forEach(id -> references.add(id.asString()));
    assertThat(references)
        .isEqualTo(
            MessageIds.references(mail.references(), mail.inReplyTo()).stream()
                .map(id -> "<" + id + ">")
                .toList());
    assertThat(read.get("defects")).isEmpty();
    assertThat(read.get("headerDefects")).isEmpty();
    assertThat(read.get("names").toString()).doesNotContain("Bcc");
  }

  private static void assertLawful(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(
            text.chars()
                .allMatch(c -> c == '\r' || c == '\n' || c == '\t' || (c >= ' ' && c <= '~')))
        .isTrue();
    assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    assertThat(text).endsWith("\r\n");
    assertThat(text.lines().mapToInt(String::length).max().orElse(0))
        .isLessThanOrEqualTo(FieldWriter.LINE_MAX);
    String header = text.substring(0, text.indexOf("\r\n\r\n"));
    assertThat(header.lines()).noneMatch(String::isBlank);
    assertThat(
            header
                .lines()
                .filter(line -> !line.startsWith(" "))
                .map(line -> line.substring(0, line.indexOf(':'))))
        .doesNotHaveDuplicates();
  }

  private static String mended(String text) {
    return FieldWriter.wellFormed(text);
  }

  private static String shown(NamedAddress address) {
    return (address.displayName() == null ? "" : mended(address.displayName()))
        + " "
        + address.address();
  }

  private static List<String> expectedBodies(OutgoingMail mail) {
    List<String> bodies = new ArrayList<>();
    if (mail.text() != null) {
      bodies.add("plain " + TextBody.of(mail.text()).canonical());
    }
    if (mail.html() != null) {
      bodies.add("html " + TextBody.of(mail.html()).canonical());
    }
    return bodies;
  }

  private static List<String> expectedAttachments(OutgoingMail mail) {
    return mail.attachments().stream()
        .map(a ->
            mended(a.filename())
                + " "
                + a.contentType()
                + " "
                + HexFormat.of().formatHex(a.content()))
        .toList();
  }

  private static List<String> pairs(JsonNode addresses) {
    List<String> pairs = new ArrayList<>();
    addresses.forEach(a -> pairs.add(a.get(0).asString() + " " + a.get(1).asString()));
    return pairs;
  }

  private static List<String> addresses(Iterable<Mailbox> mailboxes) {
    List<String> addresses = new ArrayList<>();
    mailboxes.forEach(
        m -> addresses.add((m.getName() == null ? "" : m.getName()) + " " + m.getAddress()));
    return addresses;
  }

  private static List<Entity> leaves(Entity entity) {
    if (!(entity.getBody() instanceof Multipart multipart)) {
      return List.of(entity);
    }
    return multipart.getBodyParts().stream().flatMap(part -> leaves(part).stream()).toList();
  }

  private static List<String> bodies(Message message) throws IOException {
    List<String> bodies = new ArrayList<>();
    for (Entity leaf : leaves(message)) {
      if (leaf.getDispositionType() == null) {
        bodies.add(
            leaf.getMimeType().substring("text/".length())
                + " "
                + new String(content(leaf), StandardCharsets.UTF_8));
      }
    }
    return bodies;
  }

  private static List<String> attachments(Message message) throws IOException {
    List<String> attachments = new ArrayList<>();
    for (Entity leaf : leaves(message)) {
      if (leaf.getDispositionType() != null) {
        attachments.add(
            leaf.getFilename()
                + " "
                + leaf.getMimeType()
                + " "
                + HexFormat.of().formatHex(content(leaf)));
      }
    }
    return attachments;
  }

  private static byte[] content(Entity leaf) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ((SingleBody) leaf.getBody()).writeTo(out);
    return out.toByteArray();
  }
}
