package dev.posthouse.accounts;

import dev.posthouse.domain.outbound.JobIds;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/mailboxes`.
///
/// @param mailboxAlias what stands before the @
/// @param displayName the name beside the address in `From`
record AddMailboxRequest(@Nullable String mailboxAlias, @Nullable String displayName) {
  AddMailboxRequest {
    var fields = new Fields();
    mailboxAlias = SignUpRequest.alias(fields, mailboxAlias);
    displayName = fields.line("displayName", displayName, SignUpRequest.AGENT_NAME_MAX);
    fields.demandRight();
  }

  /// Hash of all of it.
  String fingerprint() {
    return JobIds.sha256(mailboxAlias + "\0" + displayName);
  }
}
