package dev.posthouse.identities;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.route53domains.Route53DomainsClient;
import software.amazon.awssdk.services.route53domains.model.CheckDomainAvailabilityRequest;
import software.amazon.awssdk.services.route53domains.model.CheckDomainAvailabilityResponse;
import software.amazon.awssdk.services.route53domains.model.DisableDomainAutoRenewRequest;
import software.amazon.awssdk.services.route53domains.model.DisableDomainAutoRenewResponse;
import software.amazon.awssdk.services.route53domains.model.DomainAvailability;
import software.amazon.awssdk.services.route53domains.model.DomainPrice;
import software.amazon.awssdk.services.route53domains.model.EnableDomainAutoRenewRequest;
import software.amazon.awssdk.services.route53domains.model.EnableDomainAutoRenewResponse;
import software.amazon.awssdk.services.route53domains.model.GetOperationDetailRequest;
import software.amazon.awssdk.services.route53domains.model.GetOperationDetailResponse;
import software.amazon.awssdk.services.route53domains.model.ListOperationsRequest;
import software.amazon.awssdk.services.route53domains.model.ListOperationsResponse;
import software.amazon.awssdk.services.route53domains.model.ListPricesRequest;
import software.amazon.awssdk.services.route53domains.model.ListPricesResponse;
import software.amazon.awssdk.services.route53domains.model.OperationStatus;
import software.amazon.awssdk.services.route53domains.model.OperationSummary;
import software.amazon.awssdk.services.route53domains.model.RegisterDomainRequest;
import software.amazon.awssdk.services.route53domains.model.RegisterDomainResponse;

/// Route 53 Domains, where `.io` is dear, `taken.com` is not to be had, and what is asked for is
/// there as soon as somebody looks.
final class FakeRoute53Domains implements Route53DomainsClient {
  final List<RegisterDomainRequest> orders = new ArrayList<>();
  final Set<String> renewed = new HashSet<>();
  volatile boolean available = true;
  volatile boolean losing;

  @Override
  public synchronized CheckDomainAvailabilityResponse checkDomainAvailability(
      CheckDomainAvailabilityRequest request) {
    demandAvailable();
    return CheckDomainAvailabilityResponse.builder()
        .availability(
            request.domainName().equals("taken.com")
                ? DomainAvailability.UNAVAILABLE
                : DomainAvailability.AVAILABLE)
        .build();
  }

  @Override
  public ListPricesResponse listPrices(ListPricesRequest request) {
    double price = request.tld().equals("io") ? 71 : 15;
    return ListPricesResponse.builder()
        .prices(
            DomainPrice.builder()
                .name(request.tld())
                .registrationPrice(to -> to.price(price).currency("USD"))
                .renewalPrice(to -> to.price(price).currency("USD"))
                .build())
        .build();
  }

  @Override
  public synchronized RegisterDomainResponse registerDomain(RegisterDomainRequest request) {
    demandAvailable();
    orders.add(request);
    if (losing) {
      throw SdkClientException.create("the answer is lost");
    }
    return RegisterDomainResponse.builder().operationId("op-" + orders.size()).build();
  }

  @Override
  public synchronized ListOperationsResponse listOperations(ListOperationsRequest request) {
    demandAvailable();
    List<OperationSummary> operations = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      operations.add(
          OperationSummary.builder()
              .operationId("op-" + (i + 1))
              .domainName(orders.get(i).domainName())
              .status(OperationStatus.SUCCESSFUL)
              .submittedDate(request.submittedSince())
              .build());
    }
    return ListOperationsResponse.builder().operations(operations).build();
  }

  @Override
  public GetOperationDetailResponse getOperationDetail(GetOperationDetailRequest request) {
    demandAvailable();
    return GetOperationDetailResponse.builder().status(OperationStatus.SUCCESSFUL).build();
  }

  @Override
  public synchronized EnableDomainAutoRenewResponse enableDomainAutoRenew(
      EnableDomainAutoRenewRequest request) {
    renewed.add(request.domainName());
    return EnableDomainAutoRenewResponse.builder().build();
  }

  @Override
  public synchronized DisableDomainAutoRenewResponse disableDomainAutoRenew(
      DisableDomainAutoRenewRequest request) {
    demandAvailable();
    renewed.remove(request.domainName());
    return DisableDomainAutoRenewResponse.builder().build();
  }

  private void demandAvailable() {
    if (!available) {
      throw SdkClientException.create("nobody answers");
    }
  }

  @Override
  public String serviceName() {
    return "route53domains";
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
