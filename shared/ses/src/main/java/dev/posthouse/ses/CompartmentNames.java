package dev.posthouse.ses;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.identity.IdentityId;
import java.util.Optional;

/// What the SES tenants and configuration sets of identities are called: the deployment's name and
/// the identity's id, so that two deployments in one account do not meet.
///
/// @param prefix what all names begin with
public record CompartmentNames(String prefix) {
  private static final int NAME_MAX = 64; // of SES tenants and configuration sets

  /// The longest id of an identity: `idn_` and 32 characters.
  private static final int ID_MAX = 36;

  public CompartmentNames {
    if (!prefix.matches("[A-Za-z0-9_-]{0," + (NAME_MAX - ID_MAX) + "}")) {
      throw new IllegalArgumentException(
          "SES names begin with \"%s\", which must be at most %d letters, digits, - and _: deploy under a shorter name"
              .formatted(prefix, NAME_MAX - ID_MAX));
    }
  }

  /// The name of that identity's tenant and of its configuration set.
  public String of(IdentityId identity) {
    return prefix + identity.value();
  }

  /// Whose tenant an ARN names, `arn:aws:ses:<region>:<account>:tenant/<name>/<id>`; empty if it is
  /// none of ours.
  Optional<IdentityId> identity(String arn) {
    String[] parts = arn.split(":tenant/", 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    String name = parts[1].split("/", 2)[0];
    return Optional.of(name)
        .filter(it -> it.startsWith(prefix))
        .map(it -> it.substring(prefix.length()))
        .filter(id -> Id.hasShape("idn_", id))
        .map(IdentityId::new);
  }
}
