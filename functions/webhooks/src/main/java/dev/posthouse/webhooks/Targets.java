package dev.posthouse.webhooks;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/// Which endpoints may be written to: HTTPS, at an address of the public internet.
///
/// Whoever connects asks here for the addresses and connects to one of those, so that a name cannot
/// mean something else by then.
final class Targets {
  static final int URL_MAX = 2_048;

  private final Hosts hosts;
  private final boolean loopback;

  /// @param loopback whether this very machine will do as well, also without TLS: for the local run
  Targets(Hosts hosts, boolean loopback) {
    this.hosts = hosts;
    this.loopback = loopback;
  }

  /// A target that must not be written to.
  static final class Forbidden extends UnknownHostException {
    Forbidden(String host) {
      super(host + " is not on the public internet");
    }
  }

  /// The addresses of a host, all of which may be written to.
  ///
  /// @throws Forbidden if one of them may not: a name that is half public is a trick
  InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = hosts.resolve(host);
    if (!Arrays.stream(addresses).allMatch(this::allowed)) {
      throw new Forbidden(host);
    }
    return addresses;
  }

  private boolean allowed(InetAddress address) {
    return PublicAddress.is(address) || (loopback && address.isLoopbackAddress());
  }

  /// What is wrong with that as the URL of an endpoint; empty if nothing is. A name that cannot be
  /// looked up just now is no fault.
  Optional<String> fault(String text) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      return Optional.of("is not a URL");
    }
    String host = url.getHost();
    if (text.length() > URL_MAX) {
      return Optional.of("is longer than " + URL_MAX + " characters");
    }
    if (host == null || host.isEmpty() || !ascii(host)) {
      return Optional.of("names no host");
    }
    if (url.getRawUserInfo() != null) {
      return Optional.of("carries a user name or password");
    }
    if (url.getRawFragment() != null) {
      return Optional.of("has a fragment, which no server would see");
    }
    boolean https = "https".equalsIgnoreCase(url.getScheme());
    if (!https && !(loopback && "http".equalsIgnoreCase(url.getScheme()))) {
      return Optional.of("is not an https URL");
    }
    try {
      InetAddress[] addresses = resolve(bare(host));
      return https || Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)
          ? Optional.empty()
          : Optional.of("is not an https URL");
    } catch (Forbidden e) {
      return Optional.of("is not on the public internet");
    } catch (UnknownHostException e) {
      return https ? Optional.empty() : Optional.of("is not an https URL");
    }
  }

  private static boolean ascii(String host) {
    try {
      return host.equalsIgnoreCase(IDN.toASCII(bare(host))) || host.startsWith("[");
    } catch (IllegalArgumentException e) {
      return host.startsWith("[");
    }
  }

  /// Without the brackets of an IPv6 address.
  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
