package dev.posthouse.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyBudget;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A key as the API shows it.
///
/// @param key the secret, in the answer to its minting and never again
/// @param hint the first characters of the secret, by which people tell keys apart
/// @param identities handles of the identities it may use; none: all
/// @param recipientDomains domains it may write to; none: all
/// @param mailbox handle of the mailbox whose token it is
/// @param expiresAt null if it never ends
record KeyView(
    String keyId,
    String tenantId,
    String name,
    @Nullable String key,
    String hint,
    List<String> scopes,
    List<String> identities,
    List<String> recipientDomains,
    @Nullable Budget budget,
    boolean test,
    @Nullable String mailbox,
    Instant createdAt,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant expiresAt) {
  /// A budget; a number that is absent limits nothing.
  record Budget(@Nullable Integer sendsPerDay, @Nullable Integer newRecipientsPerDay) {
    static Budget of(KeyBudget budget) {
      return new Budget(number(budget.sendsPerDay()), number(budget.newRecipientsPerDay()));
    }

    private static @Nullable Integer number(OptionalInt count) {
      return count.isPresent() ? count.getAsInt() : null;
    }
  }

  /// Shows keys, and looks up the handle of each identity once.
  static final class Views {
    private final Identities identities;
    private final Map<IdentityId, String> handles = new HashMap<>();

    Views(Identities identities) {
      this.identities = identities;
    }

    KeyView show(ApiKey key, @Nullable KeySecret secret) {
      return new KeyView(
          key.id().value(),
          key.tenant().value(),
          key.name(),
          secret == null ? null : secret.reveal(),
          key.hint(),
          key.scopes().stream().sorted().map(Scope::wire).toList(),
          key.limits().identities().stream().map(this::handle).sorted().toList(),
          key.limits().recipientDomains().stream().sorted().toList(),
          key.limits().budget().map(Budget::of).orElse(null),
          key.limits().test(),
          key.limits().mailbox().map(this::handle).orElse(null),
          key.createdAt(),
          key.expiresAt());
    }

    private String handle(IdentityId id) {
      return handles.computeIfAbsent(
          id,
          unknown ->
              identities
                  .roster(unknown)
                  .map(roster -> roster.handle().value())
                  .orElseGet(unknown::value));
    }
  }
}
