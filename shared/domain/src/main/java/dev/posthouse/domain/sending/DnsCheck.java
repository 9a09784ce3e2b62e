package dev.posthouse.domain.sending;

import java.util.List;

/// A record that must be there, what was found at its name, and what to do about it.
///
/// @param found the values at the name, as the zone has them
/// @param outcome whether it is as it must be
/// @param fix what to do; empty where there is nothing to do
public record DnsCheck(DnsRecord expected, Outcome outcome, List<String> found, String fix) {
  public DnsCheck {
    found = List.copyOf(found);
  }

  /// What a check ends with. Wire form: the lower-case name.
  public enum Outcome {
    /// Not looked up yet.
    UNKNOWN,
    PASSED,
    FAILED
  }

  /// A record not looked up yet.
  static DnsCheck unknown(DnsRecord expected) {
    return new DnsCheck(expected, Outcome.UNKNOWN, List.of(), "");
  }

  /// Whether it is as it must be.
  public boolean passed() {
    return outcome == Outcome.PASSED;
  }
}
