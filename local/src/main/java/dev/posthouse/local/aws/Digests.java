package dev.posthouse.local.aws;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/// Digests of content.
final class Digests {
  private Digests() {}

  static String hex(String algorithm, byte[] content) {
    return HexFormat.of().formatHex(digest(algorithm, content));
  }

  static String base64(String algorithm, byte[] content) {
    return Base64.getEncoder().encodeToString(digest(algorithm, content));
  }

  /// The value of S3's checksum header of that name; empty for one that the JDK does not know, such
  /// as CRC-64/NVME.
  static Optional<String> checksum(String header, byte[] content) {
    return switch (header) {
      case "x-amz-checksum-crc32" -> Optional.of(crc(new CRC32(), content));
      case "x-amz-checksum-crc32c" -> Optional.of(crc(new CRC32C(), content));
      case "x-amz-checksum-sha1" -> Optional.of(base64("SHA-1", content));
      case "x-amz-checksum-sha256" -> Optional.of(base64("SHA-256", content));
      default -> Optional.empty();
    };
  }

  private static String crc(Checksum crc, byte[] content) {
    crc.update(content, 0, content.length);
    byte[] value = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }

  private static byte[] digest(String algorithm, byte[] content) {
    try {
      return MessageDigest.getInstance(algorithm).digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
