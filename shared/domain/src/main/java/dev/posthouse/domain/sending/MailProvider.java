package dev.posthouse.domain.sending;

import dev.posthouse.domain.pool.Finding;
import java.util.List;

/// Who signs and sends the mail of a domain.
public interface MailProvider {
  /// Makes the domain known where it is not yet, with keys of 2,048 bits and a MAIL FROM domain of
  /// its own, and tells how it stands. Asking again changes nothing.
  Standing prepare(String domain);

  /// How a domain stands there.
  ///
  /// @param dkimTokens what its DKIM records are named after
  /// @param verified whether the provider takes mail from it
  /// @param finding the worst that its advisor has found
  record Standing(List<String> dkimTokens, boolean verified, Finding finding) {
    public Standing {
      dkimTokens = List.copyOf(dkimTokens);
    }
  }
}
