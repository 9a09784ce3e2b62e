package dev.posthouse.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.MessageId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.outbound.Contents] promises.
public interface ContentsContract extends StoreContract {
  @Test
  default void contentIsReadAsItWasPut() {
    var references = List.of("0101@email.amazonses.com", "0102@email.amazonses.com");
    List<Content> contents =
        List.of(
            new Content("Text only", "Hello,\r\n\r\nthere.\n\t", null, null, List.of()),
            new Content("HTML only", null, "<p>Hello&nbsp;there</p>", null, List.of()),
            new Content("Both, in a thread", "Hi", "<p>Hi</p>", references.getLast(), references),
            new Content("Leer", "", "", null, List.of()),
            new Content("", "no subject", null, null, List.of()),
            new Content(
                "邮局 📮 żółć \u202e", "👩‍👩‍👧 ñandú \u0000 \uffff", "<p>é</p>", null, List.of()),
            new Content("s".repeat(Content.SUBJECT_MAX), "long subject", null, null, List.of()));

    for (Content content : contents) {
      String key = key();
      ports().contents().put(key, content);
      assertThat(ports().contents().get(key)).contains(content);
    }
  }

  @Test
  default void aMissingKeyHasNoContent() {
    assertThat(ports().contents().get(key())).isEmpty();
  }

  @Test
  default void contentOfEverySizeUpToTheLimitIsReadAsItWasPut() {
    for (int bytes : new int[] {1, 700, 8 << 10, 100 << 10, 300 << 10, Content.BODY_BYTES_MAX}) {
      String key = key();
      Content content = big(bytes);
      ports().contents().put(key, content);
      assertThat(ports().contents().get(key).equals(Optional.of(content)))
          .as("content of %d bytes comes back", bytes)
          .isTrue();
    }
  }

  @Test
  default void contentPutAgainReplacesWhatWasThere() {
    Content small = new Content("small", "Hi", null, null, List.of());
    Content html = new Content("html", null, "<p>Hi</p>", null, List.of());
    List<Content> contents = List.of(small, html, big(200 << 10), small, big(300 << 10), html);
    String key = key();

    for (Content content : contents) {
      ports().contents().put(key, content);
      assertThat(ports().contents().get(key).map(Content::subject)).contains(content.subject());
      assertThat(ports().contents().get(key)).contains(content);
    }
  }

  @Test
  default void keysAreKeptApart() {
    String first = key();
    String second = first + "/1";
    ports().contents().put(first, new Content("first", "1", null, null, List.of()));
    ports().contents().put(second, new Content("second", "2", null, null, List.of()));

    assertThat(ports().contents().get(first).map(Content::subject)).contains("first");
    assertThat(ports().contents().get(second).map(Content::subject)).contains("second");
  }

  @Test
  default void contentOfAnySizeIsForgotten() {
    String other = key();
    ports().contents().put(other, big(1));
    for (int bytes : new int[] {1, 300 << 10}) {
      String key = key();
      ports().contents().put(key, big(bytes));

      ports().contents().delete(key);
      ports().contents().delete(key);

      assertThat(ports().contents().get(key)).isEmpty();
    }
    assertThat(ports().contents().get(other)).isPresent();
  }

  private static String key() {
    return MessageId.PREFIX + Fixtures.ulid();
  }

  /// Content whose bodies have that many octets together and cannot be made much smaller.
  private static Content big(int bytes) {
    var random = new Random(bytes);
    var text = new StringBuilder();
    for (int i = 0; i < bytes; i++) {
      text.append((char) (' ' + random.nextInt('~' - ' ')));
    }
    int half = bytes / 2;
    return new Content(
        bytes + " bytes", text.substring(half), text.substring(0, half), null, List.of());
  }
}
