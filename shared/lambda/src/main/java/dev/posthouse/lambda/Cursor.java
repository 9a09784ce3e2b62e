package dev.posthouse.lambda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// A place in a list, opaque to clients and good for the one query it came from.
///
/// It is no secret and grants nothing: whoever opens one still has to be allowed the list. The mark
/// of the query only turns a cursor used with another filter into a clear 400.
public final class Cursor {
  private static final int MARK_LENGTH = 8;

  private Cursor() {}

  /// The cursor for a place in the list of that query.
  public static String seal(String place, String query) {
    byte[] text = place.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(mark(query), MARK_LENGTH + text.length);
    System.arraycopy(text, 0, all, MARK_LENGTH, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /// The place in that cursor.
  ///
  /// @throws ProblemException 400 if it is none of ours, or of another query
  public static String open(String cursor, String query) {
    try {
      byte[] all = Base64.getUrlDecoder().decode(cursor);
      if (all.length > MARK_LENGTH && Arrays.equals(Arrays.copyOf(all, MARK_LENGTH), mark(query))) {
        return new String(all, MARK_LENGTH, all.length - MARK_LENGTH, StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      // Not base64, so not ours: said below.
    }
    throw Problem.invalidField("cursor", "is a nextCursor of this very query").asException();
  }

  private static byte[] mark(String query) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(query.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest, MARK_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
