package dev.posthouse.identities;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.CreateEmailIdentityRequest;
import software.amazon.awssdk.services.sesv2.model.CreateEmailIdentityResponse;
import software.amazon.awssdk.services.sesv2.model.DkimStatus;
import software.amazon.awssdk.services.sesv2.model.GetEmailIdentityRequest;
import software.amazon.awssdk.services.sesv2.model.GetEmailIdentityResponse;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.PutEmailIdentityMailFromAttributesRequest;
import software.amazon.awssdk.services.sesv2.model.PutEmailIdentityMailFromAttributesResponse;

/// SES as far as domains go: each is verified as soon as it is there.
final class FakeSes implements SesV2Client {
  private final Map<String, String> mailFrom = new HashMap<>();
  private final Map<String, CreateEmailIdentityRequest> created = new HashMap<>();

  /// How a domain was created.
  CreateEmailIdentityRequest created(String domain) {
    return created.getOrDefault(domain, CreateEmailIdentityRequest.builder().build());
  }

  /// The MAIL FROM domain of a domain; empty if it has none.
  String mailFrom(String domain) {
    return mailFrom.getOrDefault(domain, "");
  }

  @Override
  public GetEmailIdentityResponse getEmailIdentity(GetEmailIdentityRequest request) {
    if (!created.containsKey(request.emailIdentity())) {
      throw NotFoundException.builder().message("no such identity").build();
    }
    return GetEmailIdentityResponse.builder()
        .verifiedForSendingStatus(true)
        .dkimAttributes(dkim -> dkim.status(DkimStatus.SUCCESS).tokens(List.of("t1", "t2", "t3")))
        .mailFromAttributes(from -> from.mailFromDomain(mailFrom(request.emailIdentity())))
        .build();
  }

  @Override
  public CreateEmailIdentityResponse createEmailIdentity(CreateEmailIdentityRequest request) {
    created.put(request.emailIdentity(), request);
    return CreateEmailIdentityResponse.builder().build();
  }

  @Override
  public PutEmailIdentityMailFromAttributesResponse putEmailIdentityMailFromAttributes(
      PutEmailIdentityMailFromAttributesRequest request) {
    mailFrom.put(request.emailIdentity(), request.mailFromDomain());
    return PutEmailIdentityMailFromAttributesResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "ses";
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
