package dev.posthouse.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Attachments;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.OnEveryAws;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What [Attachments] promise, as [S3Attachments] keep it.
@OnEveryAws
record S3AttachmentsTest(AwsEndpoint endpoint) {
  private static final byte[] BYTES = "bytes of a file".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHERS = "other bytes".getBytes(StandardCharsets.UTF_8);

  @Test
  void theBytesComeBackAsTheyWerePut() {
    AttachmentRef file = file();

    attachments().put(file, BYTES);

    assertThat(attachments().get(file.id())).hasValue(BYTES);
    assertThat(attachments().get(file().id())).isEmpty();
  }

  @Test
  void bytesPutAgainReplaceWhatWasThere() {
    AttachmentRef file = file();
    attachments().put(file, BYTES);

    attachments().put(file, OTHERS);

    assertThat(attachments().get(file.id())).hasValue(OTHERS);
  }

  @Test
  void aCopyOutlivesItsOriginal() {
    AttachmentRef original = file();
    AttachmentRef copy = file();
    attachments().put(original, BYTES);

    assertThat(attachments().copy(original.id(), copy)).isTrue();
    attachments().delete(List.of(original.id(), file().id()));

    assertThat(attachments().get(original.id())).isEmpty();
    assertThat(attachments().get(copy.id())).hasValue(BYTES);
    assertThat(attachments().copy(original.id(), copy)).isFalse();
  }

  @Test
  void aLinkGivesTheFileToWhoeverHasIt() throws Exception {
    AttachmentRef file = file();
    attachments().put(file, BYTES);

    URI link = attachments().link(file);

    try (var in = link.toURL().openStream()) {
      assertThat(in.readAllBytes()).isEqualTo(BYTES);
    }
  }

  private Attachments attachments() {
    ContractBucket bucket = ContractBucket.on(endpoint);
    return new S3Attachments(bucket.s3(), bucket.name());
  }

  private static AttachmentRef file() {
    return new AttachmentRef(
        AttachmentRef.PREFIX + Fixtures.ulid() + "_1",
        "Übersicht.pdf",
        "application/pdf",
        BYTES.length,
        null);
  }
}
