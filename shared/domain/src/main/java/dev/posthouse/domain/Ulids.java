package dev.posthouse.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Draws ULIDs: 48 bits of time in milliseconds and 80 random bits, as 26 characters of Crockford's
/// base 32, so that ids made later sort later (to the millisecond).
///
/// Source: github.com/ulid/spec.
public final class Ulids {
  /// Characters of a ULID.
  public static final int LENGTH = 26;

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int BITS_PER_CHARACTER = 5;
  private static final int RANDOM_BITS_IN_HIGH = 16;

  private final InstantSource clock;
  private final RandomGenerator random;

  public Ulids(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /// A new ULID of this moment.
  public String next() {
    return of(clock.instant(), random);
  }

  /// A new ULID of the given moment.
  public static String of(Instant at, RandomGenerator random) {
    long high =
        (at.toEpochMilli() << RANDOM_BITS_IN_HIGH) | random.nextInt(1 << RANDOM_BITS_IN_HIGH);
    return encode(high, random.nextLong());
  }

  /// The ULID of the given moment and name: the same for the same.
  public static String named(Instant at, String name) {
    ByteBuffer drawn = ByteBuffer.wrap(sha256(name));
    long high = (at.toEpochMilli() << RANDOM_BITS_IN_HIGH) | (drawn.getShort() & 0xFFFFL);
    return encode(high, drawn.getLong());
  }

  private static byte[] sha256(String name) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String encode(long high, long low) {
    char[] out = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      out[i] = ALPHABET.charAt((int) (low & 31));
      low = (low >>> BITS_PER_CHARACTER) | (high << (Long.SIZE - BITS_PER_CHARACTER));
      high >>>= BITS_PER_CHARACTER;
    }
    return new String(out);
  }
}
