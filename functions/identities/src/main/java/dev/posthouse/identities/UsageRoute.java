package dev.posthouse.identities;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.DayOutcomes;
import dev.posthouse.domain.pool.HourlyUsage;
import dev.posthouse.domain.pool.MailboxDays;
import dev.posthouse.domain.pool.Track;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /v1/identities/{handle}/usage`: what a graph of the last day or month needs, without gaps.
final class UsageRoute {
  private static final int HOURS = 24;
  private static final int DAYS = 30;

  private final Access access;
  private final Ownership ownership;
  private final MailboxDays mailboxDays;
  private final HourlyUsage hourlyUsage;
  private final InstantSource clock;

  UsageRoute(
      Access access,
      Ownership ownership,
      MailboxDays mailboxDays,
      HourlyUsage hourlyUsage,
      InstantSource clock) {
    this.access = access;
    this.ownership = ownership;
    this.mailboxDays = mailboxDays;
    this.hourlyUsage = hourlyUsage;
    this.clock = clock;
  }

  /// A part of the window.
  ///
  /// @param sends messages taken to go out in it
  /// @param hardBounces reported in it, as the two after it; null where parts are hours
  record Bucket(
      Instant from,
      Instant to,
      int sends,
      @Nullable Integer hardBounces,
      @Nullable Integer complaints,
      @Nullable Integer deferrals) {}

  HttpResponse show(HttpRequest request) {
    Identity identity = ownership.find(request, access.authenticate(request, Scope.IDENTITY_READ));
    String window = request.query("window").orElse("24h");
    List<Bucket> buckets =
        switch (window) {
          case "24h" -> hours(identity);
          case "30d" -> days(identity);
          default -> throw Problem.invalidField("window", "is 24h or 30d").asException();
        };
    return HttpResponse.json(
        200,
        Map.of(
            "identity",
            identity.handle().value(),
            "window",
            window,
            "dailyCap",
            identity.roster().dailyCap(),
            "buckets",
            buckets));
  }

  private List<Bucket> hours(Identity identity) {
    Instant last = clock.instant().truncatedTo(ChronoUnit.HOURS);
    Instant first = last.minus(HOURS - 1, ChronoUnit.HOURS);
    Map<Instant, Integer> used =
        hourlyUsage.between(identity.id(), OutboundJob.dayOf(first), OutboundJob.dayOf(last));
    var buckets = new ArrayList<Bucket>();
    for (int hour = 0; hour < HOURS; hour++) {
      Instant from = first.plus(hour, ChronoUnit.HOURS);
      Instant to = from.plus(1, ChronoUnit.HOURS);
      buckets.add(new Bucket(from, to, used.getOrDefault(from, 0), null, null, null));
    }
    return buckets;
  }

  private List<Bucket> days(Identity identity) {
    LocalDate today = OutboundJob.dayOf(clock.instant());
    LocalDate first = today.minusDays(DAYS - 1);
    List<Track> tracks =
        List.copyOf(Track.of(mailboxDays.between(identity.id(), first, today)).values());
    var buckets = new ArrayList<Bucket>();
    for (LocalDate day = first; !day.isAfter(today); day = day.plusDays(1)) {
      LocalDate one = day;
      DayOutcomes sum =
          tracks.stream().map(track -> track.on(one)).reduce(DayOutcomes.NONE, DayOutcomes::plus);
      buckets.add(
          new Bucket(
              start(day),
              start(day.plusDays(1)),
              sum.sent(),
              sum.hardBounces(),
              sum.complaints(),
              sum.deferrals()));
    }
    return buckets;
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
