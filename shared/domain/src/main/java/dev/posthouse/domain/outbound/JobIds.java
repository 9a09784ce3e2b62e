package dev.posthouse.domain.outbound;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Gives the jobs of a request their ids.
///
/// With an idempotency key the id follows from the request, so that its repetition meets the same
/// job: that is the whole idempotency record.
public final class JobIds {
  private static final int HEX_LENGTH = 32;

  private JobIds() {}

  /// The id of one recipient's job of a request with an idempotency key.
  ///
  /// @param route what was asked for, so that one key serves two routes
  /// @param index the recipient's place in the request, from 0
  public static JobId keyed(
      TenantId tenant, String route, IdentityId identity, String idempotencyKey, int index) {
    String name =
        String.join("\0", tenant.value(), route, identity.value(), idempotencyKey) + "\0" + index;
    return new JobId(JobId.PREFIX + sha256(name).substring(0, HEX_LENGTH));
  }

  /// The id of a further copy of a message that goes to several recipients: it follows from the
  /// first copy's.
  ///
  /// @param index the recipient's place in the request, from 0
  public static JobId copy(JobId first, int index) {
    return index == 0
        ? first
        : new JobId(JobId.PREFIX + sha256(first.value() + "\0" + index).substring(0, HEX_LENGTH));
  }

  /// SHA-256 of a text in hexadecimal.
  public static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
