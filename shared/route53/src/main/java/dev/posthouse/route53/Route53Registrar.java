package dev.posthouse.route53;

import dev.posthouse.domain.sending.Registrar;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53domains.Route53DomainsClient;
import software.amazon.awssdk.services.route53domains.model.ContactDetail;
import software.amazon.awssdk.services.route53domains.model.DomainAvailability;
import software.amazon.awssdk.services.route53domains.model.DomainLimitExceededException;
import software.amazon.awssdk.services.route53domains.model.DomainPrice;
import software.amazon.awssdk.services.route53domains.model.GetOperationDetailResponse;
import software.amazon.awssdk.services.route53domains.model.InvalidInputException;
import software.amazon.awssdk.services.route53domains.model.OperationStatus;
import software.amazon.awssdk.services.route53domains.model.OperationSummary;
import software.amazon.awssdk.services.route53domains.model.OperationType;
import software.amazon.awssdk.services.route53domains.model.PriceWithCurrency;
import software.amazon.awssdk.services.route53domains.model.TldRulesViolationException;
import software.amazon.awssdk.services.route53domains.model.UnsupportedTldException;

/// The [Registrar] that is Route 53 Domains.
public final class Route53Registrar implements Registrar {
  private static final String DOLLARS = "USD";

  /// An answer that may be another in a moment.
  private static final Set<DomainAvailability> UNDECIDED =
      Set.of(
          DomainAvailability.DONT_KNOW,
          DomainAvailability.PENDING,
          DomainAvailability.UNKNOWN_TO_SDK_VERSION);

  private final Route53DomainsClient route53;
  private final ContactDetail contact;

  /// @param route53 a client that asks once: a repeated RegisterDomain hides what became of the
  ///   first
  /// @param contact registrant, administrator and technician of all domains
  public Route53Registrar(Route53DomainsClient route53, ContactDetail contact) {
    this.route53 = route53;
    this.contact = contact;
  }

  @Override
  public Offer offer(String domain) {
    return asked(() -> {
      try {
        DomainAvailability availability =
            route53.checkDomainAvailability(check -> check.domainName(domain)).availability();
        if (UNDECIDED.contains(availability)) {
          throw new UnreachableException("the registry gives no answer for " + domain);
        }
        return availability == DomainAvailability.AVAILABLE
            ? priced(domain)
            : new Offer.Unavailable();
      } catch (UnsupportedTldException | InvalidInputException e) {
        return new Offer.Unavailable();
      }
    });
  }

  private Offer priced(String domain) {
    String tld = domain.substring(domain.indexOf('.') + 1);
    return route53.listPrices(list -> list.tld(tld)).prices().stream()
        .filter(price -> inDollars(price.registrationPrice()) && inDollars(price.renewalPrice()))
        .findFirst()
        .map(Route53Registrar::available)
        .orElseGet(Offer.Unavailable::new);
  }

  private static boolean inDollars(@Nullable PriceWithCurrency price) {
    return price != null && DOLLARS.equals(price.currency());
  }

  private static Offer available(DomainPrice price) {
    return new Offer.Available(
        BigDecimal.valueOf(price.registrationPrice().price()),
        BigDecimal.valueOf(price.renewalPrice().price()));
  }

  /// Without renewal, which is asked for once the domain is there and somebody has it.
  @Override
  public Answer register(String domain) {
    return asked(() -> {
      try {
        return new Answer.Submitted(
            route53
                .registerDomain(register ->
                    register
                        .domainName(domain)
                        .durationInYears(1)
                        .autoRenew(false)
                        .adminContact(contact)
                        .registrantContact(contact)
                        .techContact(contact)
                        .privacyProtectAdminContact(true)
                        .privacyProtectRegistrantContact(true)
                        .privacyProtectTechContact(true))
                .operationId());
      } catch (InvalidInputException
          | UnsupportedTldException
          | TldRulesViolationException
          | DomainLimitExceededException e) {
        return new Answer.Refused(e.awsErrorDetails().errorMessage());
      }
    });
  }

  @Override
  public Optional<String> find(String domain, Instant since) {
    return asked(() ->
        route53
            .listOperationsPaginator(
                list -> list.submittedSince(since).type(OperationType.REGISTER_DOMAIN))
            .operations()
            .stream()
            .filter(operation -> domain.equals(operation.domainName()))
            .filter(operation -> !failed(operation.status()))
            .max(Comparator.comparing(OperationSummary::submittedDate))
            .map(OperationSummary::operationId));
  }

  @Override
  public Progress progress(String operation) {
    GetOperationDetailResponse detail =
        asked(() -> route53.getOperationDetail(get -> get.operationId(operation)));
    String message = detail.message() == null ? "" : detail.message();
    if (detail.status() == OperationStatus.SUCCESSFUL) {
      return new Progress(Outcome.DONE, message);
    }
    return new Progress(failed(detail.status()) ? Outcome.FAILED : Outcome.PENDING, message);
  }

  private static boolean failed(OperationStatus status) {
    return List.of(OperationStatus.ERROR, OperationStatus.FAILED).contains(status);
  }

  @Override
  public void renew(String domain, boolean renewed) {
    asked(() ->
        renewed
            ? route53.enableDomainAutoRenew(enable -> enable.domainName(domain))
            : route53.disableDomainAutoRenew(disable -> disable.domainName(domain)));
  }

  private static <T> T asked(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new UnreachableException("Route 53 Domains does not do as asked: " + e.getMessage(), e);
    }
  }
}
