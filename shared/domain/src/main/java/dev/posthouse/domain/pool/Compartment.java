package dev.posthouse.domain.pool;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/// How far the mail of an identity is kept apart at the provider from that of all others, so that
/// neither suffers for the other: at SES, a tenant and a configuration set of its own.
///
/// @param domains those whose mail goes through it; mail of others goes the common way
/// @param finding the worst that the provider finds wrong with it
/// @param stopped whether the provider takes no mail from it for now
/// @param closesOn when it is taken away, because the identity was deleted; until then the provider
///   still tells what becomes of mail that has left
public record Compartment(
    Set<String> domains, Finding finding, boolean stopped, Optional<LocalDate> closesOn) {
  /// Of an identity that has none.
  public static final Compartment NONE =
      new Compartment(Set.of(), Finding.NONE, false, Optional.empty());

  public Compartment {
    domains = Set.copyOf(domains);
  }

  /// One for the mail of these domains, with which nothing is wrong.
  public static Compartment of(Set<String> domains) {
    return new Compartment(domains, Finding.NONE, false, Optional.empty());
  }

  /// Whether mail from that domain goes through it.
  public boolean holds(String domain) {
    return domains.contains(domain);
  }

  /// The same, with what the provider says of it now.
  public Compartment judged(Finding newFinding, boolean newlyStopped) {
    return new Compartment(domains, newFinding, newlyStopped, closesOn);
  }

  /// The same, with other domains.
  public Compartment with(Set<String> newDomains) {
    return new Compartment(newDomains, finding, stopped, closesOn);
  }

  /// The same, to be taken away on that day.
  public Compartment closing(LocalDate on) {
    return new Compartment(domains, finding, stopped, Optional.of(on));
  }
}
