package dev.posthouse.accounts;

import dev.posthouse.domain.tenant.RateLimits;
import dev.posthouse.domain.tenant.RateLimits.Taking;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Limits on what anybody may ask for without a key.
///
/// A caller is known by the address the gateway saw, never by what a header says. An IPv6 caller
/// has a whole /64 network (RFC 6177), so that counts as one. Addresses are stored as keyed hashes:
/// plain ones of IPv4 are found by trying all.
final class Throttle {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int NETWORK_BYTES = 8;
  private static final int HASH_LENGTH = 32;

  private final RateLimits limits;
  private final byte[] secret;
  private final InstantSource clock;

  Throttle(RateLimits limits, String secret, InstantSource clock) {
    this.limits = limits;
    // A key must not be empty.
    this.secret = ("throttle\0" + secret).getBytes(StandardCharsets.UTF_8);
    this.clock = clock;
  }

  /// Who asks, hashed.
  String caller(HttpRequest request) {
    return hash(network(request.sourceIp()));
  }

  /// Counts one more.
  ///
  /// @return whether there was room
  boolean take(String what, String who, int max, Duration window) {
    return limits.take(what + "#" + hash(who), max, window, clock.instant())
        instanceof Taking.Taken;
  }

  /// Counts one more of the caller's.
  ///
  /// @param limit its name in the answer
  /// @throws dev.posthouse.lambda.ProblemException 429 if there is no room
  void demand(String limit, HttpRequest request, int max, Duration window) {
    Instant now = clock.instant();
    Taking taking = limits.take(limit + "#" + caller(request), max, window, now);
    if (taking instanceof Taking.Full(Instant until)) {
      throw Problem.of(
              ProblemCode.RATE_LIMITED,
              "From this address, %d in %d minutes are allowed.".formatted(max, window.toMinutes()))
          .withBinding(new Problem.Binding(limit, max, max, until))
          .withRetryAfter(Duration.between(now, until))
          .asException();
    }
  }

  private static String network(String ip) {
    try {
      if (InetAddress.ofLiteral(ip) instanceof Inet6Address address) {
        return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES));
      }
    } catch (IllegalArgumentException e) {
      // Not what a gateway says; whoever it is, all such are one.
    }
    return ip;
  }

  private String hash(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
