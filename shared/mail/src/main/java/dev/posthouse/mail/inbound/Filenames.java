package dev.posthouse.mail.inbound;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names that a received file may be saved under on any system.
final class Filenames {
  // Controls, surrogates and private characters; directions of writing and characters without a
  // width, with which `gpj.exe` is made to look like `exe.jpg`; what Windows forbids.
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}\\u061C\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF]");
  private static final Pattern RESERVED_CHARS = Pattern.compile("[<>:\"|?*]");
  private static final Pattern RESERVED_NAMES =
      Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");
  private static final int EXTENSION_MAX = 20;
  private static final int RAW_MAX = 4_000;

  private static final Map<String, String> EXTENSIONS =
      Map.ofEntries(
          Map.entry("text/plain", "txt"),
          Map.entry("text/html", "html"),
          Map.entry("text/calendar", "ics"),
          Map.entry("text/vcard", "vcf"),
          Map.entry("text/x-vcard", "vcf"),
          Map.entry("text/csv", "csv"),
          Map.entry("text/rfc822-headers", "txt"),
          Map.entry("message/rfc822", "eml"),
          Map.entry("message/global", "eml"),
          Map.entry("message/delivery-status", "txt"),
          Map.entry("message/feedback-report", "txt"),
          Map.entry("application/pdf", "pdf"),
          Map.entry("application/zip", "zip"),
          Map.entry("application/ms-tnef", "dat"),
          Map.entry("application/pgp-signature", "asc"),
          Map.entry("application/pgp-encrypted", "asc"),
          Map.entry("application/pkcs7-signature", "p7s"),
          Map.entry("application/x-pkcs7-signature", "p7s"),
          Map.entry("application/pkcs7-mime", "p7m"),
          Map.entry("application/x-pkcs7-mime", "p7m"),
          Map.entry("image/jpeg", "jpg"),
          Map.entry("image/png", "png"),
          Map.entry("image/gif", "gif"),
          Map.entry("image/svg+xml", "svg"));

  private Filenames() {}

  /// A name for the attachment number `index`: the sender's, as far as it is safe.
  static String safe(Optional<String> given, String contentType, int index) {
    String name = given.map(Filenames::cleaned).orElse("");
    return name.isEmpty()
        ? "attachment-" + (index + 1) + "." + EXTENSIONS.getOrDefault(contentType, "bin")
        : name;
  }

  private static String cleaned(String given) {
    String text = Normalizer.normalize(CleanText.cut(given, RAW_MAX), Normalizer.Form.NFC);
    String whole = FORBIDDEN.matcher(text).replaceAll("");
    String last = whole.substring(Math.max(whole.lastIndexOf('/'), whole.lastIndexOf('\\')) + 1);
    String name = RESERVED_CHARS.matcher(last).replaceAll("_");
    name = name.replaceAll("^[.\\s]+|[.\\s]+$", "");
    name = RESERVED_NAMES.matcher(name).matches() ? "_" + name : name;
    return shortened(name);
  }

  /// Keeps the extension: it says what opens the file.
  private static String shortened(String name) {
    if (bytes(name) <= InboundLimits.FILENAME_BYTES_MAX) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    boolean known = dot > 0 && name.length() - dot <= EXTENSION_MAX;
    String extension = known ? name.substring(dot) : "";
    String stem = name.substring(0, name.length() - extension.length());
    while (bytes(stem) + bytes(extension) > InboundLimits.FILENAME_BYTES_MAX) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem.stripTrailing() + extension;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
