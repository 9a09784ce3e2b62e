package dev.posthouse.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.mail.NamedAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Changed messages of the [Corpus]: none makes the parser throw, hang or answer with more than its
/// limits allow, and each is classified.
///
/// A build tries some seconds' worth. A hundred thousand: `./mvnw -pl shared/mail -am test
/// -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Dposthouse.fuzz=100000`, another
/// beginning with `-Dposthouse.fuzz.seed=7`.
final class FuzzTest {
  private static final int MAILS = 2_000;
  private static final int SEED = 2026;

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void noMessageIsTooBroken() {
    int mails = Integer.getInteger("posthouse.fuzz", MAILS);
    int seed = Integer.getInteger("posthouse.fuzz.seed", SEED);
    List<byte[]> corpus = Corpus.names().stream().map(Corpus::message).toList();
    for (int i = 0; i < mails; i++) {
      // Each has its own seed, so that one that fails can be tried alone.
      byte[] message = new Mutations(new Random(seed * 1_000_003L + i), corpus).next();
      try {
        assertWithinLimits(message, InboundParser.parse(message));
      } catch (Throwable fault) {
        throw new AssertionError("message " + i + " of seed " + seed, fault);
      }
    }
  }

  static void assertWithinLimits(byte[] message, InboundMail mail) {
    InboundHeader header = mail.header();
    MailBody body = mail.body();
    assertThat(mail.classification()).isNotNull();
    assertThat(body.text().length()).isLessThanOrEqualTo(InboundLimits.TEXT_CHARS_MAX);
    assertThat(body.html().map(String::length).orElse(0))
        .isLessThanOrEqualTo(InboundLimits.TEXT_CHARS_MAX);
    assertThat(body.newText().length()).isLessThanOrEqualTo(body.text().length());
    assertThat(header.subject().length()).isLessThanOrEqualTo(InboundLimits.SUBJECT_CHARS_MAX);
    assertThat(header.fields().fields().size())
        .isLessThanOrEqualTo(InboundLimits.HEADER_FIELDS_MAX);
    assertThat(header.fields().fields().stream().mapToInt(field -> field.value().length()).sum())
        .isLessThanOrEqualTo(InboundLimits.HEADER_BYTES_MAX);
    assertThat(Stream.of(header.to(), header.cc(), header.replyTo()))
        .allMatch(addresses -> addresses.size() <= InboundLimits.ADDRESSES_MAX);
    assertThat(mail.threadKeys().messageIds().size())
        .isLessThanOrEqualTo(2 * InboundLimits.REFERENCES_MAX);
    assertThat(mail.attachments().size()).isLessThanOrEqualTo(InboundLimits.PARTS_MAX);
    assertThat(mail.attachments().stream().mapToLong(InboundAttachment::sizeBytes).sum())
        .as("line ends of quoted-printable may double")
        .isLessThanOrEqualTo(2L * message.length);
    assertThat(mail.attachments()).allMatch(FuzzTest::isSafelyNamed);
    assertThat(
            Stream.of(header.from().stream(), header.to().stream(), header.cc().stream())
                .flatMap(each -> each)
                .map(NamedAddress::displayName)
                .filter(name -> name != null))
        .noneMatch(name -> name.chars().anyMatch(Character::isISOControl));
    assertThat(header.subject().chars().anyMatch(Character::isISOControl)).isFalse();
    assertThat(body.text().chars())
        .allMatch(c -> c == '\n' || c == '\t' || !Character.isISOControl(c));
    if (mail.classification() instanceof Classification.Bounce bounce) {
      assertThat(bounce.recipients().size()).isLessThanOrEqualTo(InboundLimits.REPORTED_MAX);
      assertThat(bounce.recipients()).allMatch(r -> r.status().matches("[245]\\.\\d+\\.\\d+"));
    }
  }

  private static boolean isSafelyNamed(InboundAttachment attachment) {
    String name = attachment.filename();
    return !name.isBlank()
        && name.getBytes(StandardCharsets.UTF_8).length <= InboundLimits.FILENAME_BYTES_MAX
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))
        && !name.startsWith(".");
  }
}
