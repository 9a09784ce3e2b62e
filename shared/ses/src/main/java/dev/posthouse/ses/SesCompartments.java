package dev.posthouse.ses;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.sending.Compartments;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.AlreadyExistsException;
import software.amazon.awssdk.services.sesv2.model.EventDestinationDefinition;
import software.amazon.awssdk.services.sesv2.model.EventType;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.ReputationEntity;
import software.amazon.awssdk.services.sesv2.model.ReputationEntityFilterKey;
import software.amazon.awssdk.services.sesv2.model.ReputationEntityType;
import software.amazon.awssdk.services.sesv2.model.SendingStatus;

/// The [Compartments] of SES v2: a tenant and a configuration set, both of the identity's name. The
/// configuration set reports as the common one does, in two ways, because each is best effort.
public final class SesCompartments implements Compartments {
  private static final Set<EventType> REPORTED =
      Set.of(
          EventType.SEND,
          EventType.DELIVERY,
          EventType.BOUNCE,
          EventType.COMPLAINT,
          EventType.REJECT,
          EventType.DELIVERY_DELAY);

  private final SesV2Client ses;
  private final CompartmentNames names;
  private final Place place;

  /// Where it is, and whom it tells of events.
  ///
  /// @param arnPrefix of SES's resources, `arn:aws:ses:<region>:<account>:`
  /// @param busArn the default event bus, the only one that SES knows
  /// @param topicArn an SNS topic
  public record Place(String arnPrefix, String busArn, String topicArn) {}

  public SesCompartments(SesV2Client ses, CompartmentNames names, Place place) {
    this.ses = ses;
    this.names = names;
    this.place = place;
  }

  @Override
  public Set<String> prepare(IdentityId identity, Set<String> domains) {
    String name = names.of(identity);
    unlessThere(() -> ses.createTenant(create -> create.tenantName(name)));
    unlessThere(() -> ses.createConfigurationSet(create -> create.configurationSetName(name)));
    report(
        name,
        "eventbridge",
        EventDestinationDefinition.builder()
            .eventBridgeDestination(bus -> bus.eventBusArn(place.busArn())));
    report(
        name,
        "sns",
        EventDestinationDefinition.builder().snsDestination(sns -> sns.topicArn(place.topicArn())));
    associate(name, place.arnPrefix() + "configuration-set/" + name);
    Set<String> within = new HashSet<>();
    for (String domain : domains) {
      if (admit(name, domain)) {
        within.add(domain);
      }
    }
    return within;
  }

  private void report(String set, String name, EventDestinationDefinition.Builder destination) {
    EventDestinationDefinition enabled =
        destination.enabled(true).matchingEventTypes(REPORTED).build();
    unlessThere(() ->
        ses.createConfigurationSetEventDestination(create ->
            create.configurationSetName(set).eventDestinationName(name).eventDestination(enabled)));
  }

  /// A domain may be covered by one above it that SES knows.
  private boolean admit(String tenant, String domain) {
    String known = domain;
    while (known.contains(".")) {
      try {
        associate(tenant, place.arnPrefix() + "identity/" + known);
        return true;
      } catch (NotFoundException e) {
        known = known.substring(known.indexOf('.') + 1);
      }
    }
    return false;
  }

  private void associate(String tenant, String arn) {
    unlessThere(() ->
        ses.createTenantResourceAssociation(create -> create.tenantName(tenant).resourceArn(arn)));
  }

  private static void unlessThere(Runnable create) {
    try {
      create.run();
    } catch (AlreadyExistsException _) {
      // As wanted.
    }
  }

  @Override
  public void remove(IdentityId identity) {
    String name = names.of(identity);
    unlessGone(() -> ses.deleteTenant(delete -> delete.tenantName(name)));
    unlessGone(() -> ses.deleteConfigurationSet(delete -> delete.configurationSetName(name)));
  }

  private static void unlessGone(Runnable delete) {
    try {
      delete.run();
    } catch (NotFoundException _) {
      // As wanted.
    }
  }

  /// Asks for those in trouble alone, so it costs the same however many there are.
  @Override
  public Map<IdentityId, Objection> objections() {
    Map<IdentityId, Objection> objections = new HashMap<>();
    collect(ReputationEntityFilterKey.REPUTATION_IMPACT, "LOW", objections);
    collect(ReputationEntityFilterKey.REPUTATION_IMPACT, "HIGH", objections);
    collect(ReputationEntityFilterKey.SENDING_STATUS, "DISABLED", objections);
    return objections;
  }

  private void collect(
      ReputationEntityFilterKey key, String value, Map<IdentityId, Objection> into) {
    ses
        .listReputationEntitiesPaginator(list ->
            list.filter(
                Map.of(
                    ReputationEntityFilterKey.ENTITY_TYPE,
                    ReputationEntityType.RESOURCE.toString(),
                    key,
                    value)))
        .stream()
        .flatMap(page -> page.reputationEntities().stream())
        .forEach(entity ->
            names
                .identity(entity.reputationEntityReference())
                .ifPresent(identity -> into.put(identity, objection(entity))));
  }

  private static Objection objection(ReputationEntity entity) {
    Finding finding =
        entity.reputationImpact() == null
            ? Finding.NONE
            : switch (entity.reputationImpact()) {
              case HIGH -> Finding.HIGH;
              case LOW -> Finding.LOW;
              case UNKNOWN_TO_SDK_VERSION -> Finding.NONE;
            };
    return new Objection(finding, entity.sendingStatusAggregate() == SendingStatus.DISABLED);
  }
}
