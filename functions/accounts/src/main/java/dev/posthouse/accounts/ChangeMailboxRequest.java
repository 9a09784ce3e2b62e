package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.tenant.BlockedSenders;
import dev.posthouse.lambda.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The body of `PATCH /v1/mailboxes/self`. What is absent stays.
///
/// @param displayName the name beside the address in `From`
/// @param blockedSenders addresses and domains the mailbox takes no mail from
record ChangeMailboxRequest(@Nullable String displayName, @Nullable List<String> blockedSenders) {
  ChangeMailboxRequest {
    if (displayName == null && blockedSenders == null) {
      throw Problem.missingField("displayName").asException();
    }
    var fields = new Fields();
    if (displayName != null) {
      displayName = fields.line("displayName", displayName, SignUpRequest.AGENT_NAME_MAX);
    }
    if (blockedSenders != null) {
      blockedSenders = checked(fields, blockedSenders);
    }
    fields.demandRight();
  }

  private static List<String> checked(Fields fields, List<String> entries) {
    if (entries.size() > BlockedSenders.ENTRIES_MAX) {
      fields.wrong("blockedSenders", "has at most " + BlockedSenders.ENTRIES_MAX + " entries");
      return List.of();
    }
    var checked = new TreeSet<String>();
    for (int i = 0; i < entries.size(); i++) {
      Optional<String> entry = canonical(entries.get(i).strip());
      entry.ifPresent(checked::add);
      if (entry.isEmpty()) {
        fields.wrong("blockedSenders[" + i + "]", "is an address, or a domain such as example.com");
      }
    }
    return List.copyOf(checked);
  }

  private static Optional<String> canonical(String entry) {
    return entry.contains("@")
        ? EmailAddress.tryParse(entry).map(EmailAddress::canonical)
        : EmailAddress.tryParse("anybody@" + entry).map(EmailAddress::domain);
  }

  /// Whom to block from now on; null if that stays.
  @Nullable BlockedSenders blocked() {
    return blockedSenders == null ? null : new BlockedSenders(Set.copyOf(blockedSenders));
  }
}
