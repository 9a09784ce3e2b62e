package dev.posthouse.mcp;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Who calls a tool, and what it can reach.
final class Caller {
  /// The argument by which a key that is not bound to one identity names one.
  static final String IDENTITY = "identity";

  private static final int ERROR = 400;
  private static final int UNAUTHORIZED = 401;

  private final ApiKey key;
  private final RosterCache rosters;
  private final Api api;
  private final Consumer<Roster> note;

  /// @param note hears which identity a call is about
  Caller(ApiKey key, RosterCache rosters, Api api, Consumer<Roster> note) {
    this.key = key;
    this.rosters = rosters;
    this.api = api;
    this.note = note;
  }

  ApiKey key() {
    return key;
  }

  /// The one identity that a key acts for; empty if it may act for several.
  static Optional<IdentityId> own(ApiKey key) {
    return key.limits()
        .mailbox()
        .or(() ->
            key.limits().identities().size() == 1
                ? key.limits().identities().stream().findFirst()
                : Optional.empty());
  }

  /// The identity a call is about.
  ///
  /// @throws ToolFailure if that is none the key may use
  Roster identity(Arguments arguments) {
    Optional<IdentityId> own = own(key);
    Optional<Roster> roster =
        own.isPresent()
            ? own.flatMap(rosters::find)
            : arguments
                .textIfAny(IDENTITY)
                .or(() -> {
                  throw new ToolFailure(
                      "missing_field",
                      "identity is required: this key is not bound to one.",
                      "Call again with the handle of an identity or the address of a mailbox.");
                })
                .flatMap(EmailAddress::tryParse)
                .map(address -> new Handle(address.canonical()))
                .flatMap(rosters::find);
    Roster found =
        roster
            .filter(each -> key.reaches(each.tenant(), each.identity()))
            .orElseThrow(() ->
                new ToolFailure(
                    "not_found",
                    "This key has no identity with that handle.",
                    "Check the handle; handles look like name@example.com."));
    note.accept(found);
    return found;
  }

  /// What the API says to a GET.
  ///
  /// @throws ToolFailure if it refuses
  JsonNode get(String path) {
    return get(path, 0);
  }

  /// The same, of what may wait so much longer than usual.
  JsonNode get(String path, int patienceMs) {
    return checked(api.request("GET", path, null, null, patienceMs)).body();
  }

  /// Where the API sends on a GET.
  Optional<String> linkAt(String path) {
    return checked(api.request("GET", path, null, null, 0)).location();
  }

  /// The file behind a link the API gave out.
  byte[] fetch(String link) {
    return api.fetch(link);
  }

  /// What the API says to a POST.
  ///
  /// @throws ToolFailure if it refuses
  Api.Answer post(String path, @Nullable JsonNode body, String idempotencyKey) {
    return checked(api.request("POST", path, body, idempotencyKey, 0));
  }

  private static Api.Answer checked(Api.Answer answer) {
    if (answer.status() == UNAUTHORIZED) {
      throw Refusals.unauthorized(answer.body()).asException();
    }
    if (answer.status() >= ERROR) {
      throw Refusals.of(answer);
    }
    return answer;
  }
}
