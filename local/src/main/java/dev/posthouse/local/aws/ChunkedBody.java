package dev.posthouse.local.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The content of an S3 upload, with the checksums that came as headers or behind it.
///
/// The client signs or checks large bodies piece by piece, `aws-chunked`: `size[;chunk-signature=…]
/// CRLF bytes CRLF … 0 CRLF trailer: value CRLF CRLF`.
final class ChunkedBody {
  private static final String CHECKSUM_PREFIX = "x-amz-checksum-";

  private final byte[] content;
  private final Map<String, String> checksums;

  private ChunkedBody(byte[] content, Map<String, String> checksums) {
    this.content = content;
    this.checksums = checksums;
  }

  byte[] content() {
    return content;
  }

  /// Base64 by header name, `x-amz-checksum-crc32`.
  Map<String, String> checksums() {
    return checksums;
  }

  static ChunkedBody of(AwsRequest request) {
    Map<String, String> checksums = new LinkedHashMap<>();
    request
        .headers()
        .forEach((name, values) -> {
          if (name.toLowerCase(Locale.ROOT).startsWith(CHECKSUM_PREFIX)) {
            checksums.put(name.toLowerCase(Locale.ROOT), values.getFirst());
          }
        });
    checksums.remove(CHECKSUM_PREFIX + "type");
    checksums.remove(CHECKSUM_PREFIX + "algorithm");
    boolean chunked =
        request.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-")
            || request.header("Content-Encoding").orElse("").contains("aws-chunked");
    if (!chunked) {
      return new ChunkedBody(request.body(), checksums);
    }
    return new ChunkedBody(unchunked(request.body(), checksums), checksums);
  }

  private static byte[] unchunked(byte[] body, Map<String, String> checksums) {
    var content = new ByteArrayOutputStream(body.length);
    int at = 0;
    while (true) {
      int end = lineEnd(body, at);
      String head = text(body, at, end);
      int semicolon = head.indexOf(';');
      int size = size(semicolon < 0 ? head : head.substring(0, semicolon));
      at = end + 2;
      if (size == 0) {
        break;
      }
      if (at + size + 2 > body.length) {
        throw incomplete();
      }
      content.write(body, at, size);
      at += size + 2;
    }
    while (at < body.length) {
      int end = lineEnd(body, at);
      String line = text(body, at, end);
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      if (name.startsWith(CHECKSUM_PREFIX)) {
        checksums.put(name, line.substring(colon + 1).strip());
      }
      at = end + 2;
    }
    return content.toByteArray();
  }

  private static int size(String hex) {
    try {
      return Integer.parseInt(hex.strip(), 16);
    } catch (NumberFormatException e) {
      throw incomplete();
    }
  }

  private static int lineEnd(byte[] body, int from) {
    for (int i = from; i + 1 < body.length; i++) {
      if (body[i] == '\r' && body[i + 1] == '\n') {
        return i;
      }
    }
    throw incomplete();
  }

  private static String text(byte[] body, int from, int to) {
    return new String(body, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static AwsError incomplete() {
    return new AwsError(400, "IncompleteBody", "The request body terminated unexpectedly");
  }
}
