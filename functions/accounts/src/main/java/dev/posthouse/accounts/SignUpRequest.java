package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.JobIds;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The body of `POST /public/signup`, complete and in canonical form.
///
/// @param mailboxAlias what stands before the @ of the mailbox
/// @param agentName the name beside the address in `From`
/// @param operatorEmail the inbox of whoever answers for the agent, outside of this platform
/// @param productName what the tenant is called
/// @param useCase what it is for, in the tenant's words
record SignUpRequest(
    @Nullable String mailboxAlias,
    @Nullable String agentName,
    @Nullable String operatorEmail,
    @Nullable String productName,
    @Nullable String useCase) {
  static final int AGENT_NAME_MAX = 100;
  static final int PRODUCT_NAME_MAX = 200;
  static final int USE_CASE_MAX = 1_000;

  private static final Pattern ALIAS = Pattern.compile("[a-z0-9][a-z0-9._+-]{2,31}");

  SignUpRequest {
    var fields = new Fields();
    mailboxAlias = alias(fields, mailboxAlias);
    agentName = fields.line("agentName", agentName, AGENT_NAME_MAX);
    operatorEmail =
        fields.address("operatorEmail", operatorEmail).map(EmailAddress::toString).orElse("");
    productName = fields.line("productName", productName, PRODUCT_NAME_MAX);
    useCase = fields.text("useCase", useCase, USE_CASE_MAX);
    fields.demandRight();
  }

  /// The alias in lower case; empty if it is wrong.
  static String alias(Fields fields, @Nullable String text) {
    if (text == null) {
      fields.missing("mailboxAlias");
      return "";
    }
    String alias = text.toLowerCase(Locale.ROOT);
    // The second rule bars dots at the end and in a row.
    if (!ALIAS.matcher(alias).matches()
        || EmailAddress.tryParse(alias + "@example.com").isEmpty()) {
      fields.wrong(
          "mailboxAlias",
          "has 3 to 32 letters, digits and . _ + - and begins with a letter or digit");
      return "";
    }
    return alias;
  }

  /// The address that alias stands for.
  EmailAddress address(String platformDomain) {
    return new EmailAddress(Objects.requireNonNull(mailboxAlias), platformDomain);
  }

  /// Hash of all of it.
  String fingerprint() {
    return JobIds.sha256(
        String.join("\0", mailboxAlias, agentName, operatorEmail, productName, useCase));
  }

  /// The operator's inbox.
  EmailAddress operator() {
    return Optional.ofNullable(operatorEmail).flatMap(EmailAddress::tryParse).orElseThrow();
  }
}
