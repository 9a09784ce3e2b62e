package dev.posthouse.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.mail.NamedAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pieces of a message, as they should be written and as they are.
final class ReadersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          anna@example.com | anna@example.com
          Anna <anna@example.com> | Anna anna@example.com
          "Anna, B." <anna@example.com> | Anna, B. anna@example.com
          anna@example.com (Anna (B.)) | Anna (B.) anna@example.com
          Anna anna@example.com | Anna anna@example.com
          Anna <<anna@example.com>> | Anna anna@example.com
          <@relay.example,@b.example:anna@example.com> | anna@example.com
          Anna <anna@example.com | Anna anna@example.com
          "Anna <anna@example.com> | "Anna anna@example.com
          "b@example.com" <anna@example.com> | b@example.com anna@example.com
          =?utf-8?q?b=40example.com=2C?= <anna@example.com> | b@example.com, anna@example.com
          "anna"@example.com | anna@example.com
          anna@BÜCHER.example | anna@xn--bcher-kva.example
          mailto:anna@example.com | anna@example.com
          """)
  void anAddressIsRead(String value, String read) {
    assertThat(addresses(value)).containsExactly(read);
  }

  @Test
  void addressesAreToldApart() {
    assertThat(addresses("Team: a@example.com, B <b@example.com>; c@example.com;d@example.com,, ,"))
        .containsExactly("a@example.com", "B b@example.com", "c@example.com", "d@example.com");
    assertThat(addresses("A <a@example.com, B <b@example.com>"))
        .containsExactly("A a@example.com", "B b@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "undisclosed-recipients:;",
        "nobody",
        "a@b",
        "@",
        "<>",
        "\"a b\"@example.com",
        "ä@example.com",
        "a@example.com@",
        "a@[192.0.2.1]"
      })
  void whatIsNoAddressIsPassedOver(String value) {
    assertThat(addresses(value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Fri, 30 Jan 2026 10:15:04 +0100 | 2026-01-30T09:15:04Z
          30 Jan 26 10:15 EST | 2026-01-30T15:15:00Z
          Fri, 30 Jan 2026 10:15:04 GMT (comment) | 2026-01-30T10:15:04Z
          Friday, 30-Jan-99 10:15:04 -0000 | 1999-01-30T10:15:04Z
          30 January 2026 10:15:60 UT | 2026-01-30T10:15:59Z
          30 Jan 2026 10:15:04 XYZ | 2026-01-30T10:15:04Z
          """)
  void aDateIsRead(String value, String instant) {
    assertThat(DateReader.read(value).map(Object::toString)).contains(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "today",
        "99 Jan 2026 10:15:04 +0000",
        "30 Foo 2026 10:15:04 +0000",
        "30 Jan 2026 25:15:04 +0000",
        "30 Jan 2026 10:15:04 +9999",
        "30 Jan 1932 10:15:04 +0000"
      })
  void whatIsNoDateIsPassedOver(String value) {
    assertThat(DateReader.read(value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          report.pdf | report.pdf
          ../../etc/passwd | passwd
          C:\\Users\\a\\b.doc | b.doc
          ..htaccess | htaccess
          a:b?.txt | a_b_.txt
          nul.txt | _nul.txt
          . . | attachment-3.pdf
          a/ | attachment-3.pdf
          """)
  void aFilenameIsSafe(String given, String name) {
    assertThat(Filenames.safe(Optional.of(given), "application/pdf", 2)).isEqualTo(name);
  }

  @Test
  void aFilenameIsNotWhatItLooksLike() {
    assertThat(Filenames.safe(Optional.of("a\u202egpj.exe"), "a/b", 0)).isEqualTo("agpj.exe");
    assertThat(Filenames.safe(Optional.of("a\u0000\r\n.txt"), "a/b", 0)).isEqualTo("a.txt");
    assertThat(Filenames.safe(Optional.of("ü".repeat(300) + ".tar"), "a/b", 0))
        .endsWith("ü.tar")
        .satisfies(name ->
            assertThat(name.getBytes(StandardCharsets.UTF_8).length)
                .isBetween(250, InboundLimits.FILENAME_BYTES_MAX));
    assertThat(Filenames.safe(Optional.empty(), "message/rfc822", 0)).isEqualTo("attachment-1.eml");
  }

  @Test
  void htmlIsReadAsItIsSeen() {
    assertThat(
            HtmlText.of(
                "<title>T</title><p>A &amp; B</p><div hidden>x</div><p style='DISPLAY :"
                    + " none'>y</p><p>C<br>D <a href='https://example.com/'>E</a> <a"
                    + " href='javascript:x'>F</a></p><script>z</script><ul><li>G<li>H</ul>"))
        .isEqualTo("A & B\n\nC\nD E <https://example.com/> F\n\n- G\n- H");
  }

  private static List<String> addresses(String value) {
    return AddressReader.read(List.of(value), EnumSet.noneOf(Cut.class)).stream()
        .map(ReadersTest::shown)
        .toList();
  }

  private static String shown(NamedAddress address) {
    String name = address.displayName();
    return (name == null ? "" : name + " ") + address.address();
  }
}
