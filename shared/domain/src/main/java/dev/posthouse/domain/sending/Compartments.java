package dev.posthouse.domain.sending;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Finding;
import java.util.Map;
import java.util.Set;

/// The provider's means to keep one identity's mail apart from that of others:
/// [dev.posthouse.domain.pool.Compartment] says what they are.
public interface Compartments {
  /// Makes the identity's compartment where it is missing, whole or in part, and lets mail of these
  /// domains go through it. Asking again changes nothing.
  ///
  /// @return those of the domains whose mail may go through it; one that the provider does not know
  ///   yet is not among them
  Set<String> prepare(IdentityId identity, Set<String> domains);

  /// Takes it away; nothing happens where there is none.
  void remove(IdentityId identity);

  /// What the provider has against compartments. Who is not named is in good standing.
  Map<IdentityId, Objection> objections();

  /// What it has against one.
  ///
  /// @param finding how bad it finds it
  /// @param stopped whether it takes no mail from it for now
  record Objection(Finding finding, boolean stopped) {
    /// Nothing.
    public static final Objection NONE = new Objection(Finding.NONE, false);
  }
}
