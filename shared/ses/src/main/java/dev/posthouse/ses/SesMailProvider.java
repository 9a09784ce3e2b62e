package dev.posthouse.ses;

import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.sending.DomainRecords;
import dev.posthouse.domain.sending.MailProvider;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.AlreadyExistsException;
import software.amazon.awssdk.services.sesv2.model.BehaviorOnMxFailure;
import software.amazon.awssdk.services.sesv2.model.DkimSigningKeyLength;
import software.amazon.awssdk.services.sesv2.model.DkimStatus;
import software.amazon.awssdk.services.sesv2.model.GetEmailIdentityResponse;
import software.amazon.awssdk.services.sesv2.model.ListRecommendationsFilterKey;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.Recommendation;
import software.amazon.awssdk.services.sesv2.model.RecommendationImpact;
import software.amazon.awssdk.services.sesv2.model.RecommendationStatus;

/// The [MailProvider] that is SES v2, with Easy DKIM.
public final class SesMailProvider implements MailProvider {
  private final SesV2Client ses;
  private final String identityArnPrefix;

  /// @param identityArnPrefix what the ARNs of the account's identities begin with, up to the name:
  ///   `arn:aws:ses:<region>:<account>:identity/`; empty where findings are not asked for
  public SesMailProvider(SesV2Client ses, String identityArnPrefix) {
    this.ses = ses;
    this.identityArnPrefix = identityArnPrefix;
  }

  @Override
  public Standing prepare(String domain) {
    GetEmailIdentityResponse identity = identity(domain);
    String mailFrom = DomainRecords.mailFrom(domain);
    boolean hasMailFrom =
        identity.mailFromAttributes() != null
            && mailFrom.equals(identity.mailFromAttributes().mailFromDomain());
    if (!hasMailFrom) {
      ses.putEmailIdentityMailFromAttributes(put ->
          put.emailIdentity(domain)
              .mailFromDomain(mailFrom)
              // Mail goes out with SES's own MAIL FROM then; DKIM still is the domain's.
              .behaviorOnMxFailure(BehaviorOnMxFailure.USE_DEFAULT_VALUE));
    }
    List<String> tokens =
        identity.dkimAttributes() == null ? List.of() : identity.dkimAttributes().tokens();
    boolean signed =
        identity.dkimAttributes() != null
            && identity.dkimAttributes().status() == DkimStatus.SUCCESS;
    boolean verified = Boolean.TRUE.equals(identity.verifiedForSendingStatus()) && signed;
    return new Standing(tokens, verified, finding(domain));
  }

  private GetEmailIdentityResponse identity(String domain) {
    try {
      return ses.getEmailIdentity(get -> get.emailIdentity(domain));
    } catch (NotFoundException e) {
      try {
        ses.createEmailIdentity(create ->
            create
                .emailIdentity(domain)
                .dkimSigningAttributes(
                    dkim -> dkim.nextSigningKeyLength(DkimSigningKeyLength.RSA_2048_BIT)));
      } catch (AlreadyExistsException _) {
        // Made by somebody else a moment ago.
      }
      return ses.getEmailIdentity(get -> get.emailIdentity(domain));
    }
  }

  private Finding finding(String domain) {
    if (identityArnPrefix.isEmpty()) {
      return Finding.NONE;
    }
    List<Recommendation> open =
        ses
            .listRecommendationsPaginator(list ->
                list.filter(
                    Map.of(
                        ListRecommendationsFilterKey.RESOURCE_ARN,
                        identityArnPrefix + domain,
                        ListRecommendationsFilterKey.STATUS,
                        RecommendationStatus.OPEN.toString())))
            .stream()
            .flatMap(page -> page.recommendations().stream())
            .toList();
    if (open.stream().anyMatch(found -> found.impact() == RecommendationImpact.HIGH)) {
      return Finding.HIGH;
    }
    return open.isEmpty() ? Finding.NONE : Finding.LOW;
  }
}
