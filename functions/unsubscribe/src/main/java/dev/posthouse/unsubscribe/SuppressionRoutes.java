package dev.posthouse.unsubscribe;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.outbound.Recipients.Suppressed;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.Suppression.Reason;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Cursor;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whom a tenant must not write to: listed, entered, imported and taken out again.
final class SuppressionRoutes {
  private static final int CREATED = 201;
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 200;
  private static final int IMPORT_MAX = 1_000;

  private final Access access;
  private final RosterCache rosters;
  private final Recipients recipients;
  private final InstantSource clock;

  SuppressionRoutes(UnsubscribeWiring wiring, InstantSource clock) {
    this.access = wiring.access();
    this.rosters = wiring.rosters();
    this.recipients = wiring.recipients();
    this.clock = clock;
  }

  /// `GET /v1/suppressions`.
  HttpResponse list(HttpRequest request) {
    TenantId tenant = access.authenticate(request, Scope.SUPPRESSIONS_WRITE).tenant();
    int limit = limit(request);
    String query = "GET /v1/suppressions\0" + tenant.value();
    Optional<String> after = request.query("cursor").map(cursor -> Cursor.open(cursor, query));
    // One more than asked for tells whether there is a next page.
    List<Suppressed> found = recipients.suppressed(tenant, after, limit + 1);
    List<Suppressed> page = found.subList(0, Math.min(limit, found.size()));
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("items", page.stream().map(Row::of).toList());
    body.put(
        "nextCursor", found.size() > limit ? Cursor.seal(page.getLast().place(), query) : null);
    return HttpResponse.json(200, body);
  }

  private static int limit(HttpRequest request) {
    String text = request.query("limit").orElse(Integer.toString(LIMIT_DEFAULT));
    if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > LIMIT_MAX) {
      throw Problem.invalidField("limit", "is a number from 1 to " + LIMIT_MAX).asException();
    }
    return Integer.parseInt(text);
  }

  /// `POST /v1/suppressions`: 201 if it is new, 200 if it was there; the first reason stands.
  HttpResponse add(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.SUPPRESSIONS_WRITE);
    SuppressionRequest body = request.json(SuppressionRequest.class);
    var suppression =
        new Suppression(Objects.requireNonNullElse(body.reason(), Reason.MANUAL), now());
    if (body.domain() != null) {
      String domain = domain(body.domain());
      boolean added = suppressDomain(key.tenant(), domain, suppression);
      return HttpResponse.json(
          added ? CREATED : 200,
          Row.of(new Suppressed("@" + domain, Optional.empty(), suppression)));
    }
    EmailAddress address = address(Objects.requireNonNull(body.address()));
    Optional<IdentityId> identity = identity(request, key, body.identity());
    boolean added = recipients.suppress(key.tenant(), identity, address, suppression);
    return HttpResponse.json(
        added ? CREATED : 200, Row.of(new Suppressed(address.canonical(), identity, suppression)));
  }

  /// `DELETE /v1/suppressions`: lets mail go there again.
  HttpResponse remove(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.SUPPRESSIONS_WRITE);
    SuppressionRequest body = request.json(SuppressionRequest.class);
    boolean removed =
        body.domain() != null
            ? recipients.releaseDomain(key.tenant(), domain(body.domain()))
            : recipients.release(
                key.tenant(),
                identity(request, key, body.identity()),
                address(Objects.requireNonNull(body.address())));
    if (!removed) {
      throw Problem.of(ProblemCode.NOT_FOUND, "Nothing like that is suppressed.").asException();
    }
    return HttpResponse.noContent();
  }

  /// `POST /v1/suppressions/import`: an address or domain on each line, first column of a CSV.
  HttpResponse importCsv(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.SUPPRESSIONS_WRITE);
    String type = request.header("content-type").orElse("");
    if (!type.regionMatches(true, 0, "text/csv", 0, "text/csv".length())) {
      throw Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "This route takes text/csv.")
          .asException();
    }
    List<String> lines = lines(new String(request.body(), StandardCharsets.UTF_8));
    if (lines.size() > IMPORT_MAX) {
      throw Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "One import takes " + IMPORT_MAX + " lines.")
          .withFix("Send the rest in further requests; a line sent twice changes nothing.")
          .asException();
    }
    var suppression = new Suppression(Reason.MANUAL, now());
    int added = 0;
    int known = 0;
    var rejected = new ArrayList<Rejected>();
    for (int i = 0; i < lines.size(); i++) {
      String target = lines.get(i).split(",", 2)[0].strip().replace("\"", "");
      if (target.isEmpty() || (i == 0 && target.indexOf('@') < 0 && target.indexOf('.') < 0)) {
        continue;
      }
      try {
        if (imported(key.tenant(), target, suppression)) {
          added++;
        } else {
          known++;
        }
      } catch (IllegalArgumentException e) {
        rejected.add(new Rejected(i + 1, "is neither an address nor a domain"));
      }
    }
    return HttpResponse.json(200, new Import(added, known, rejected));
  }

  private static List<String> lines(String csv) {
    return csv.lines().toList();
  }

  /// @throws IllegalArgumentException if it is neither an address nor a domain
  private boolean imported(TenantId tenant, String target, Suppression suppression) {
    if (target.indexOf('@') > 0) {
      return recipients.suppress(tenant, Optional.empty(), EmailAddress.parse(target), suppression);
    }
    String domain = target.startsWith("@") ? target.substring(1) : target;
    return suppressDomain(
        tenant, new EmailAddress("x", EmailAddress.asciiDomain(domain)).domain(), suppression);
  }

  private boolean suppressDomain(TenantId tenant, String domain, Suppression suppression) {
    return switch (recipients.suppressDomain(tenant, domain, suppression)) {
      case ADDED -> true;
      case THERE_BEFORE -> false;
      case TOO_MANY ->
          throw Problem.invalidField(
                  "domain",
                  "is one too many: a tenant suppresses "
                      + Recipients.SUPPRESSED_DOMAINS_MAX
                      + " domains")
              .asException();
    };
  }

  private Optional<IdentityId> identity(HttpRequest request, ApiKey key, @Nullable String handle) {
    if (handle == null) {
      return Optional.empty();
    }
    Roster owner =
        EmailAddress.tryParse(handle)
            .map(address -> new Handle(address.canonical()))
            .flatMap(rosters::find)
            .filter(roster -> key.reaches(roster.tenant(), roster.identity()))
            .orElseThrow(() ->
                Problem.of(ProblemCode.NOT_FOUND, "This tenant has no identity " + handle + ".")
                    .asException());
    request.note("identity", owner.handle().value());
    return Optional.of(owner.identity());
  }

  private static EmailAddress address(String text) {
    return EmailAddress.tryParse(text)
        .orElseThrow(
            () -> Problem.invalidField("address", "is not an email address").asException());
  }

  private static String domain(String text) {
    try {
      return new EmailAddress("x", EmailAddress.asciiDomain(text.strip())).domain();
    } catch (IllegalArgumentException e) {
      throw Problem.invalidField("domain", "is not a domain name").asException();
    }
  }

  private Instant now() {
    return clock.instant();
  }

  /// One entry as the API shows it.
  record Row(
      @Nullable String address,
      @Nullable String domain,
      @Nullable String identityId,
      Reason reason,
      Instant createdAt) {
    static Row of(Suppressed entry) {
      boolean domain = entry.target().startsWith("@");
      return new Row(
          domain ? null : entry.target(),
          domain ? entry.target().substring(1) : null,
          entry.identity().map(IdentityId::value).orElse(null),
          entry.suppression().reason(),
          entry.suppression().at());
    }
  }

  /// What an import answers.
  ///
  /// @param known lines whose target was suppressed before
  record Import(int added, int known, List<Rejected> rejected) {}

  /// A line that was left out.
  record Rejected(int line, String reason) {}
}
