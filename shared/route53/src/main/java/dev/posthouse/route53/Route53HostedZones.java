package dev.posthouse.route53;

import dev.posthouse.domain.sending.HostedZones;
import dev.posthouse.domain.sending.RecordSet;
import dev.posthouse.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.PriorRequestNotCompleteException;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.Route53Exception;
import software.amazon.awssdk.services.route53.model.Tag;
import software.amazon.awssdk.services.route53.model.TagResourceType;

/// The [HostedZones] of Route 53. A zone is a tenant's if it has the tag [#TAG] with the tenant's
/// id.
public final class Route53HostedZones implements HostedZones {
  /// The tag that marks a zone as a tenant's.
  public static final String TAG = "posthouse-tenant";

  private final Route53Client route53;

  public Route53HostedZones(Route53Client route53) {
    this.route53 = route53;
  }

  /// Of several zones of one name only one answers in the DNS; the operator tags that.
  @Override
  public Optional<String> find(String domain, TenantId tenant) {
    return asked(() -> {
      for (String name = domain; name.contains("."); name = above(name)) {
        List<HostedZone> zones = named(name);
        if (!zones.isEmpty()) {
          return zones.stream()
              .map(HostedZone::id)
              .map(Route53HostedZones::bare)
              .filter(zone -> isOf(zone, tenant))
              .findFirst();
        }
      }
      return Optional.empty();
    });
  }

  private static String above(String name) {
    return name.substring(name.indexOf('.') + 1);
  }

  /// The public zones of exactly that name: the list begins with them.
  private List<HostedZone> named(String name) {
    return route53.listHostedZonesByName(list -> list.dnsName(name)).hostedZones().stream()
        .takeWhile(zone -> plain(zone.name()).equals(name))
        .filter(zone -> zone.config() == null || !Boolean.TRUE.equals(zone.config().privateZone()))
        .toList();
  }

  private boolean isOf(String zone, TenantId tenant) {
    return marked(zone).equals(Optional.of(tenant.value()));
  }

  /// Whose mark a zone has.
  private Optional<String> marked(String zone) {
    return route53
        .listTagsForResource(list -> list.resourceType(TagResourceType.HOSTEDZONE).resourceId(zone))
        .resourceTagSet()
        .tags()
        .stream()
        .filter(tag -> tag.key().equals(TAG))
        .map(Tag::value)
        .findFirst();
  }

  /// Sets are listed by their names' labels from the last to the first, so those below a domain
  /// follow it without a gap.
  @Override
  public List<RecordSet> read(String zone, String domain) {
    return asked(() -> {
      List<RecordSet> sets = new ArrayList<>();
      ListResourceRecordSetsRequest request =
          ListResourceRecordSetsRequest.builder()
              .hostedZoneId(zone)
              .startRecordName(domain)
              .build();
      while (true) {
        ListResourceRecordSetsResponse page = route53.listResourceRecordSets(request);
        for (ResourceRecordSet set : page.resourceRecordSets()) {
          String name = plain(set.name());
          if (!name.equals(domain) && !name.endsWith("." + domain)) {
            return sets;
          }
          sets.add(read(name, set));
        }
        if (!Boolean.TRUE.equals(page.isTruncated())) {
          return sets;
        }
        request =
            request.toBuilder()
                .startRecordName(page.nextRecordName())
                .startRecordType(page.nextRecordType())
                .startRecordIdentifier(page.nextRecordIdentifier())
                .build();
      }
    });
  }

  private static RecordSet read(String name, ResourceRecordSet set) {
    return new RecordSet(
        set.typeAsString(),
        name,
        set.ttl() == null ? 0 : set.ttl(),
        set.resourceRecords().stream().map(ResourceRecord::value).toList(),
        set.setIdentifier() == null && set.aliasTarget() == null);
  }

  /// Deletes what was seen and creates what is to be, in one: Route 53 refuses to delete a set that
  /// differs, and to create one that is there. `UPSERT` would lose what somebody added meanwhile.
  @Override
  public boolean change(String zone, List<Change> changes) {
    List<software.amazon.awssdk.services.route53.model.Change> steps = new ArrayList<>();
    for (Change change : changes) {
      change.before().ifPresent(before -> steps.add(step(ChangeAction.DELETE, before)));
      steps.add(step(ChangeAction.CREATE, change.after()));
    }
    return asked(() -> {
      try {
        route53.changeResourceRecordSets(
            request -> request.hostedZoneId(zone).changeBatch(batch -> batch.changes(steps)));
        return true;
      } catch (PriorRequestNotCompleteException e) {
        return false;
      } catch (Route53Exception e) {
        if (isInvalidBatch(e)) {
          return false;
        }
        throw e;
      }
    });
  }

  /// Route 53 also says `<InvalidChangeBatch>` where other errors say `<ErrorResponse>`, and the
  /// SDK finds no code in that.
  private static boolean isInvalidBatch(Route53Exception e) {
    return e instanceof InvalidChangeBatchException
        || (e.statusCode() == 400 && e.awsErrorDetails().errorCode() == null);
  }

  private static software.amazon.awssdk.services.route53.model.Change step(
      ChangeAction action, RecordSet set) {
    return software.amazon.awssdk.services.route53.model.Change.builder()
        .action(action)
        .resourceRecordSet(to ->
            to.name(set.name())
                .type(set.type())
                .ttl(set.ttlSeconds())
                .resourceRecords(
                    set.values().stream()
                        .map(value -> ResourceRecord.builder().value(value).build())
                        .toList()))
        .build();
  }

  @Override
  public boolean mark(String domain, TenantId tenant) {
    return asked(() -> {
      List<HostedZone> zones = named(domain);
      if (zones.size() != 1) {
        return zones.stream().anyMatch(zone -> isOf(bare(zone.id()), tenant));
      }
      String zone = bare(zones.getFirst().id());
      Optional<String> marked = marked(zone);
      if (marked.isEmpty()) {
        route53.changeTagsForResource(change ->
            change
                .resourceType(TagResourceType.HOSTEDZONE)
                .resourceId(zone)
                .addTags(Tag.builder().key(TAG).value(tenant.value()).build()));
        return true;
      }
      return marked.get().equals(tenant.value());
    });
  }

  private static <T> T asked(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new UnavailableException("Route 53 does not do as asked: " + e.getMessage(), e);
    }
  }

  /// An id without the `/hostedzone/` that answers put before it.
  private static String bare(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  private static String plain(String name) {
    String text = name.toLowerCase(Locale.ROOT);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
