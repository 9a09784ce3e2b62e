package dev.posthouse.dynamodb;

import dev.posthouse.domain.purse.MomentPage;
import dev.posthouse.domain.purse.MomentPages;
import dev.posthouse.domain.tenant.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The [MomentPages] in DynamoDB. A page never changes, so this process keeps the few it read last:
/// a tenant that sends asks for the same one fifty times. That there is none is never kept.
public final class DynamoMomentPages implements MomentPages {
  private static final String KIND = "moments";
  private static final String FIRST = "first";

  private final Table table;
  private final Map<Key, MomentPage> kept = new Kept();

  public DynamoMomentPages(Table table) {
    this.table = table;
  }

  /// The pages that were asked for last.
  private static final class Kept extends LinkedHashMap<Key, MomentPage> {
    private static final long serialVersionUID = 1;
    private static final int PAGES_MAX = 64;
    private static final float LOAD = 0.75f;

    Kept() {
      super(PAGES_MAX * 2, LOAD, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, MomentPage> eldest) {
      return size() > PAGES_MAX;
    }
  }

  @Override
  public Optional<MomentPage> find(TenantId tenant, long number) {
    Key key = Key.moments(tenant, number);
    synchronized (kept) {
      MomentPage page = kept.get(key);
      if (page != null) {
        return Optional.of(page);
      }
    }
    Optional<MomentPage> page = table.get(key).map(item -> read(tenant, item));
    page.ifPresent(found -> {
      synchronized (kept) {
        kept.put(key, found);
      }
    });
    return page;
  }

  /// A page as an item, for the transaction that fills it.
  static Map<String, AttributeValue> write(MomentPage page) {
    Map<String, AttributeValue> item =
        Item.at(Key.moments(page.tenant(), page.number()), KIND)
            .with(FIRST, page.first())
            .expiring(page.expiresAt())
            .build();
    item.put(PurseItem.TIMES, PurseItem.times(page.times()));
    return item;
  }

  private static MomentPage read(TenantId tenant, Map<String, AttributeValue> item) {
    return new MomentPage(tenant, Attributes.number(item, FIRST), PurseItem.times(item));
  }
}
