package dev.posthouse.dynamodb;

import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.LedgerEntryId;
import dev.posthouse.domain.tenant.TenantId;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A line of the ledger as an item. Lines are kept for ever.
final class LedgerItem {
  private LedgerItem() {}

  static Map<String, AttributeValue> write(LedgerEntry entry) {
    return Item.at(Key.ledger(entry.tenant(), entry.id()), "ledger")
        .with("tenant", entry.tenant().value())
        .with("entry", entry.kind())
        .with("available", entry.available())
        .with("reserved", entry.reserved())
        .with("reference", entry.reference())
        .with("reason", entry.reason())
        .with("at", entry.at())
        .build();
  }

  static LedgerEntry read(Map<String, AttributeValue> item) {
    return new LedgerEntry(
        new LedgerEntryId(Attributes.string(item, Key.SK)),
        new TenantId(Attributes.string(item, "tenant")),
        Attributes.constant(item, "entry", LedgerEntry.Kind.class),
        Attributes.number(item, "available"),
        Attributes.number(item, "reserved"),
        Attributes.string(item, "reference"),
        Attributes.optionalString(item, "reason").orElse(""),
        Attributes.instant(item, "at"));
  }
}
