package dev.posthouse.dynamodb;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.sending.DnsCheck;
import dev.posthouse.domain.sending.DnsRecord;
import dev.posthouse.domain.sending.DomainState;
import dev.posthouse.domain.sending.ManagedBy;
import dev.posthouse.domain.sending.Registration;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.tenant.TenantId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A domain of an identity as an item, its checks as a list of maps.
public final class SendingDomainItem {
  /// What kind of item a domain is.
  public static final String KIND = "sendingDomain";

  static final String REVISION = "revision";

  private static final String REGISTRATION = "registration";
  private static final String MANAGED_BY = "managedBy";

  private SendingDomainItem() {}

  static Map<String, AttributeValue> write(SendingDomain domain) {
    Map<String, AttributeValue> item =
        Item.at(Key.domain(domain.identity(), domain.name()), KIND)
            .with("identity", domain.identity().value())
            .with("tenant", domain.tenant().value())
            .with("name", domain.name())
            .with("state", domain.state())
            .with("dkimTokens", domain.dkimTokens())
            .with("checkedAt", domain.checkedAt().orElse(null))
            .with("finding", domain.finding())
            .with(MANAGED_BY, domain.managedBy())
            .with("addedAt", domain.addedAt())
            .with(REVISION, domain.revision())
            .build();
    List<AttributeValue> checks =
        domain.checks().stream().map(check -> AttributeValue.fromM(check(check))).toList();
    item.put("checks", AttributeValue.fromL(checks));
    domain
        .registration()
        .ifPresent(it -> item.put(REGISTRATION, AttributeValue.fromM(registration(it))));
    return item;
  }

  private static Map<String, AttributeValue> registration(Registration registration) {
    Map<String, AttributeValue> map = new HashMap<>();
    map.put("state", AttributeValue.fromS(Item.wire(registration.state())));
    map.put("priceUsd", AttributeValue.fromN(registration.priceUsd().toPlainString()));
    map.put("askedAt", Item.number(registration.askedAt().toEpochMilli()));
    registration.triedAt().ifPresent(at -> map.put("triedAt", Item.number(at.toEpochMilli())));
    registration.operation().ifPresent(it -> map.put("operation", AttributeValue.fromS(it)));
    map.put("message", AttributeValue.fromS(registration.message()));
    return map;
  }

  private static Registration registration(AttributeValue value) {
    Map<String, AttributeValue> map = value.m();
    return new Registration(
        Attributes.constant(map, "state", Registration.State.class),
        new BigDecimal(map.getOrDefault("priceUsd", Item.number(0)).n()),
        Attributes.instant(map, "askedAt"),
        Optional.ofNullable(Attributes.instantOrNull(map, "triedAt")),
        Attributes.optionalString(map, "operation"),
        Attributes.string(map, "message"));
  }

  private static Map<String, AttributeValue> check(DnsCheck check) {
    DnsRecord expected = check.expected();
    return Map.of(
        "purpose", AttributeValue.fromS(Item.wire(expected.purpose())),
        "type", AttributeValue.fromS(Item.wire(expected.type())),
        "name", AttributeValue.fromS(expected.name()),
        "value", AttributeValue.fromS(expected.value()),
        "outcome", AttributeValue.fromS(Item.wire(check.outcome())),
        "found", Item.list(check.found()),
        "fix", AttributeValue.fromS(check.fix()));
  }

  /// The domain in that item.
  public static SendingDomain read(Map<String, AttributeValue> item) {
    return new SendingDomain(
        new IdentityId(Attributes.string(item, "identity")),
        new TenantId(Attributes.string(item, "tenant")),
        Attributes.string(item, "name"),
        Attributes.constant(item, "state", DomainState.class),
        Attributes.strings(item, "dkimTokens"),
        checks(Attributes.list(item, "checks")),
        Optional.ofNullable(Attributes.instantOrNull(item, "checkedAt")),
        Attributes.constant(item, "finding", Finding.class),
        item.containsKey(MANAGED_BY)
            ? Attributes.constant(item, MANAGED_BY, ManagedBy.class)
            : ManagedBy.CUSTOMER,
        Optional.ofNullable(item.get(REGISTRATION)).map(SendingDomainItem::registration),
        Attributes.instant(item, "addedAt"),
        Attributes.number(item, REVISION));
  }

  private static List<DnsCheck> checks(List<AttributeValue> values) {
    var checks = new ArrayList<DnsCheck>();
    for (AttributeValue value : values) {
      Map<String, AttributeValue> map = value.m();
      checks.add(
          new DnsCheck(
              new DnsRecord(
                  Attributes.constant(map, "purpose", DnsRecord.Purpose.class),
                  Attributes.constant(map, "type", DnsRecord.Type.class),
                  Attributes.string(map, "name"),
                  Attributes.string(map, "value")),
              Attributes.constant(map, "outcome", DnsCheck.Outcome.class),
              Attributes.strings(map, "found"),
              Attributes.string(map, "fix")));
    }
    return checks;
  }
}
