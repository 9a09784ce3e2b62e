package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Which domains a new identity and its mailboxes are at.
///
/// @param platformDomain the deployment's own, in lower-case A-labels: handles are at it, mailboxes
///   never
/// @param instant whether what is asked for is ready at once, and missing domains are made up; else
///   the operator prepares it
record Domains(String platformDomain, boolean instant) {
  private static final Pattern NOT_IN_A_LABEL = Pattern.compile("[^a-z0-9]+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final int LABEL_MAX = 40;
  private static final int MARK_LENGTH = 6;

  /// The domain in lower-case A-labels.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field, if it is no domain name
  static String checked(String field, String text) {
    try {
      String domain = EmailAddress.asciiDomain(text.strip());
      var anybody = new EmailAddress("postmaster", domain);
      // An address of the Internet is no name, though it has the form of one.
      if (!NUMBER.matcher(domain.substring(domain.lastIndexOf('.') + 1)).matches()) {
        return anybody.domain();
      }
    } catch (IllegalArgumentException e) {
      // Said below, with what it should be.
    }
    throw Problem.invalidField(field, "is a domain name such as mail.example.com").asException();
  }

  /// Refuses a handle elsewhere, and mailboxes at or below the platform's domain, where they could
  /// pass for handles or for other tenants' mailboxes.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field
  void demand(CreateIdentityRequest.Asked asked) {
    if (!asked.handle().domain().equals(platformDomain)) {
      throw Problem.invalidField("handle", "is at " + platformDomain).asException();
    }
    for (int i = 0; i < asked.domains().size(); i++) {
      demandForeign("domains[" + i + "]", asked.domains().get(i));
    }
  }

  /// Refuses a domain at or below the platform's.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field
  void demandForeign(String field, String domain) {
    if (isOfPlatform(domain)) {
      throw Problem.invalidField(field, "is a domain of your own, not one of " + platformDomain)
          .asException();
    }
  }

  private boolean isOfPlatform(String domain) {
    return domain.equals(platformDomain) || domain.endsWith("." + platformDomain);
  }

  /// The domains the pool is spread over: those asked for, and the missing ones made up.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 422 if too few are asked for and none may be
  ///   made up
  List<String> of(CreateIdentityRequest.Asked asked) {
    int needed = asked.tier().domains();
    var domains = new ArrayList<>(asked.domains());
    if (!instant && domains.size() < needed) {
      throw Problem.of(
              ProblemCode.TOO_FEW_DOMAINS,
              "The tier %s spreads its mailboxes over %d domains; %d are named."
                  .formatted(asked.tier().name(), needed, domains.size()))
          .withFix("Name at least %d domains of yours in `domains`.".formatted(needed))
          .withError("domains", ProblemCode.TOO_FEW_DOMAINS, "has at least " + needed + " names")
          .asException();
    }
    String label = label(asked.handle());
    for (int number = 1; domains.size() < needed; number++) {
      domains.add(label + "-" + number + "." + platformDomain);
    }
    return domains;
  }

  /// The handle's local part as a DNS label. Where it has to be altered, a mark keeps it apart from
  /// another handle's.
  private static String label(Handle handle) {
    String local = handle.localPart();
    String label = NOT_IN_A_LABEL.matcher(local).replaceAll("-");
    if (label.equals(local) && label.length() <= LABEL_MAX) {
      return label;
    }
    String mark = JobIds.sha256(local).substring(0, MARK_LENGTH);
    return label.substring(0, Math.min(LABEL_MAX, label.length())) + "-" + mark;
  }
}
