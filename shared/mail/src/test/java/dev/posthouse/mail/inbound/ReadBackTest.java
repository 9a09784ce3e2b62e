package dev.posthouse.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.mail.Attachment;
import dev.posthouse.mail.Composer;
import dev.posthouse.mail.NamedAddress;
import dev.posthouse.mail.OutgoingMail;
import dev.posthouse.mail.RandomMail;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What our own composer writes is read back as it was meant.
final class ReadBackTest {
  private static final int MAILS = 400;

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void aComposedMailIsReadBack(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < MAILS; i++) {
      OutgoingMail sent = RandomMail.of(random);

      InboundMail read = InboundParser.parse(Composer.compose(sent));

      InboundHeader header = read.header();
      assertThat(read.cuts()).isEmpty();
      assertThat(header.subject()).isEqualTo(CleanText.line(sent.subject()));
      assertThat(header.from().map(ReadBackTest::shown)).contains(shown(sent.from()));
      assertThat(header.to().stream().map(ReadBackTest::shown))
          .isEqualTo(sent.to().stream().map(ReadBackTest::shown).toList());
      assertThat(header.date()).contains(sent.date());
      assertThat(header.inReplyTo().stream().findFirst().orElse(null)).isEqualTo(sent.inReplyTo());
      assertThat(read.body().html().orElse(null)).isEqualTo(body(sent.html()));
      if (sent.text() != null && !sent.text().isBlank()) {
        assertThat(read.body().text()).isEqualTo(body(sent.text()));
      }
      assertAttachments(sent.attachments(), read.attachments());
    }
  }

  private static void assertAttachments(List<Attachment> sent, List<InboundAttachment> read) {
    assertThat(read).hasSameSizeAs(sent);
    for (int i = 0; i < sent.size(); i++) {
      assertThat(read.get(i).sizeBytes()).isEqualTo(sent.get(i).sizeBytes());
      assertThat(read.get(i).contentType()).isEqualTo(sent.get(i).contentType());
      assertThat(read.get(i).inline()).isFalse();
      assertThat(read.get(i).filename())
          .isEqualTo(Filenames.safe(Optional.of(CleanText.line(sent.get(i).filename())), "a/b", 0));
    }
  }

  private static String shown(NamedAddress address) {
    String name = address.displayName();
    return (name == null ? "" : CleanText.line(name)) + " <" + address.address() + ">";
  }

  private static @Nullable String body(@Nullable String sent) {
    if (sent == null) {
      return null;
    }
    boolean ended = sent.isEmpty() || sent.endsWith("\n") || sent.endsWith("\r");
    return CleanText.body(ended ? sent : sent + "\n");
  }
}
