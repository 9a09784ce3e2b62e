package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.lambda.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of `POST /public/token/reissue`: one of the two.
///
/// @param mailboxAlias what stands before the @
/// @param mailboxAddress all of it
record ReissueRequest(@Nullable String mailboxAlias, @Nullable String mailboxAddress) {
  ReissueRequest {
    if (mailboxAlias == null && mailboxAddress == null) {
      throw Problem.missingField("mailboxAlias").asException();
    }
    if (mailboxAlias != null && mailboxAddress != null) {
      throw Problem.invalidField("mailboxAddress", "is left out beside mailboxAlias").asException();
    }
    var fields = new Fields();
    if (mailboxAlias != null) {
      mailboxAlias = SignUpRequest.alias(fields, mailboxAlias);
    } else {
      fields.address("mailboxAddress", mailboxAddress);
    }
    fields.demandRight();
  }

  /// The mailbox meant.
  EmailAddress address(String platformDomain) {
    return mailboxAlias == null
        ? Optional.ofNullable(mailboxAddress).flatMap(EmailAddress::tryParse).orElseThrow()
        : new EmailAddress(mailboxAlias, platformDomain);
  }
}
