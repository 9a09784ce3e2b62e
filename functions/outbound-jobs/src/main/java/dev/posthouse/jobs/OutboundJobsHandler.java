package dev.posthouse.jobs;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Id;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.CopyGroup;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.Cursor;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.MailboxOf;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import dev.posthouse.lambda.SdkFaults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Outbound jobs: read one, list them, send one at another time, take one back, settle an uncertain
/// one.
public final class OutboundJobsHandler extends HttpFunction {
  private static final Duration HORIZON = Duration.ofDays(30);
  private static final Duration POLL_AGAIN = Duration.ofSeconds(1);
  private static final Instant TIME_MAX = Instant.parse("9999-01-01T00:00:00Z");
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 200;

  private final Access access;
  private final AdminKey adminKey;
  private final RosterCache rosters;
  private final Jobs jobs;
  private final CancelJob cancelJob;
  private final ListJobs listJobs;
  private final ResolveJob resolveJob;
  private final RescheduleJob rescheduleJob;
  private final InstantSource clock;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public OutboundJobsHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public OutboundJobsHandler(Platform platform) {
    super(platform, SdkFaults::classify);
    OutboundJobsWiring wiring = OutboundJobsWiring.of(platform);
    this.access = wiring.access();
    this.adminKey = wiring.adminKey();
    this.rosters = wiring.rosters();
    this.jobs = wiring.jobs();
    this.cancelJob = wiring.cancelJob();
    this.listJobs = wiring.listJobs();
    this.resolveJob = wiring.resolveJob();
    this.rescheduleJob = wiring.rescheduleJob();
    this.clock = platform.clock();
    route("GET /v1/outbound-jobs", this::list);
    route("GET /v1/outbound-jobs/{id}", this::get);
    route("PATCH /v1/outbound-jobs/{id}", this::reschedule);
    route("POST /v1/outbound-jobs/{id}/cancel", this::cancel);
    route("POST /v1/outbound-jobs/{id}/resolution", this::resolve);
  }

  private HttpResponse get(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.MAIL_READ);
    return respond(find(request, key));
  }

  private HttpResponse respond(OutboundJob job) {
    List<OutboundJob> copies = copies(job);
    HttpResponse response = HttpResponse.json(200, JobView.of(job, copies));
    return copies.stream().allMatch(copy -> copy.status().ended())
        ? response
        : response.header("retry-after", Long.toString(POLL_AGAIN.toSeconds()));
  }

  /// All jobs of the job's message, this one as it is given.
  private List<OutboundJob> copies(OutboundJob job) {
    CopyGroup group = job.envelope().group();
    if (group == null) {
      return List.of(job);
    }
    Map<JobId, OutboundJob> found = new LinkedHashMap<>(jobs.findAll(group.ids()));
    found.put(job.id(), job);
    return group.ids().stream().flatMap(id -> Optional.ofNullable(found.get(id)).stream()).toList();
  }

  private OutboundJob find(HttpRequest request, ApiKey key) {
    return find(request)
        .filter(job -> key.reaches(job.envelope().tenant(), job.envelope().identity()))
        .orElseThrow(OutboundJobsHandler::noSuchJob);
  }

  private Optional<OutboundJob> find(HttpRequest request) {
    Optional<OutboundJob> job =
        Optional.of(request.param("id"))
            .filter(id -> Id.hasShape(JobId.PREFIX, id))
            .map(JobId::new)
            .flatMap(jobs::find);
    job.ifPresent(found -> request.note("identity", found.envelope().handle().value()));
    return job;
  }

  private static ProblemException noSuchJob() {
    return Problem.of(ProblemCode.NOT_FOUND, "This tenant has no such job, or it has expired.")
        .asException();
  }

  private HttpResponse cancel(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.MAIL_SEND);
    OutboundJob asked = find(request, key);
    // The message is taken back for everybody it has not gone to yet.
    List<OutboundJob> after = copies(asked).stream().map(cancelJob::cancel).toList();
    OutboundJob job =
        after.stream().filter(copy -> copy.id().equals(asked.id())).findFirst().orElseThrow();
    if (after.stream().noneMatch(copy -> copy.status() == JobStatus.CANCELLED)) {
      throw Problem.of(ProblemCode.NOT_CANCELLABLE, "The job is %s.".formatted(wire(job.status())))
          .asException();
    }
    return respond(job);
  }

  /// When to send instead.
  record Change(@Nullable Instant sendAt) {
    Change {
      sendAt = Json.required("sendAt", sendAt);
    }
  }

  private HttpResponse reschedule(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.MAIL_SEND);
    OutboundJob asked = find(request, key);
    Instant sendAt = Objects.requireNonNull(request.json(Change.class).sendAt());
    if (sendAt.isAfter(clock.instant().plus(HORIZON))) {
      throw Problem.invalidField("sendAt", "is at most 30 days ahead").asException();
    }
    OutboundJob job = asked;
    for (OutboundJob copy : copies(asked)) {
      OutboundJob moved =
          switch (rescheduleJob.reschedule(copy, sendAt)) {
            case RescheduleJob.Outcome.Rescheduled(OutboundJob after) -> after;
            case RescheduleJob.Outcome.Gone(OutboundJob current) ->
                throw Problem.of(
                        ProblemCode.NOT_CANCELLABLE,
                        "The job is %s.".formatted(wire(current.status())))
                    .asException();
            case RescheduleJob.Outcome.NoRoom() ->
                throw Problem.of(ProblemCode.CAP_EXCEEDED, "The messages of that day are used up.")
                    .asException();
          };
      job = moved.id().equals(asked.id()) ? moved : job;
    }
    return respond(job);
  }

  /// The operator's word on an uncertain job.
  record Resolution(@Nullable String resolution) {
    Resolution {
      String word = Json.required("resolution", resolution);
      if (!word.equals("sent") && !word.equals("not_sent")) {
        throw Problem.invalidField("resolution", "is sent or not_sent").asException();
      }
    }
  }

  private HttpResponse resolve(HttpRequest request) {
    adminKey.demandOf(request);
    OutboundJob job = find(request).orElseThrow(OutboundJobsHandler::noSuchJob);
    boolean sent = "sent".equals(request.json(Resolution.class).resolution());
    return resolveJob
        .resolve(job, sent)
        .map(this::respond)
        .orElseThrow(() ->
            Problem.of(ProblemCode.CONFLICT, "Only an uncertain job can be resolved.")
                .asException());
  }

  private HttpResponse list(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.MAIL_READ);
    Roster roster = identity(request, key);
    Optional<JobStatus> status = request.query("status").map(OutboundJobsHandler::status);
    Optional<Instant> since = request.query("since").map(OutboundJobsHandler::since);
    int limit = request.limit(LIMIT_DEFAULT, LIMIT_MAX);
    String query =
        String.join(
            "\0",
            roster.identity().value(),
            request.query("status").orElse(""),
            request.query("since").orElse(""));
    Optional<MessageId> before =
        request.query("cursor").map(cursor -> message(Cursor.open(cursor, query)));
    ListJobs.Page page = listJobs.list(roster.identity(), status, since, before, limit);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("items", page.jobs().stream().map(JobView::of).toList());
    body.put("nextCursor", page.next() == null ? null : Cursor.seal(page.next().value(), query));
    return HttpResponse.json(200, body);
  }

  /// The identity that the request names, or the one mailbox that the key stands for.
  private Roster identity(HttpRequest request, ApiKey key) {
    Roster roster =
        request
            .query("identity")
            .map(handle -> named(handle, key))
            .or(() -> MailboxOf.key(key).flatMap(rosters::find))
            .orElseThrow(() ->
                Problem.missingField("identity")
                    .withFix("Name the identity: ?identity=<handle>. This key has no mailbox.")
                    .asException());
    request.note("identity", roster.handle().value());
    return roster;
  }

  private Roster named(String handle, ApiKey key) {
    return EmailAddress.tryParse(handle)
        .map(address -> new Handle(address.canonical()))
        .flatMap(rosters::find)
        .filter(roster -> key.reaches(roster.tenant(), roster.identity()))
        .orElseThrow(() ->
            Problem.of(ProblemCode.NOT_FOUND, "This tenant has no identity with that handle.")
                .asException());
  }

  private static JobStatus status(String text) {
    return Arrays.stream(JobStatus.values())
        .filter(status -> wire(status).equals(text))
        .findFirst()
        .orElseThrow(() ->
            Problem.invalidField(
                    "status",
                    "is one of "
                        + Arrays.stream(JobStatus.values())
                            .map(OutboundJobsHandler::wire)
                            .collect(Collectors.joining(", ")))
                .asException());
  }

  private static MessageId message(String place) {
    if (!Id.hasShape(MessageId.PREFIX, place)) {
      throw Problem.invalidField("cursor", "is a nextCursor of this very query").asException();
    }
    return new MessageId(place);
  }

  private static Instant since(String text) {
    try {
      Instant at = Instant.parse(text);
      if (!at.isBefore(Instant.EPOCH) && at.isBefore(TIME_MAX)) {
        return at;
      }
    } catch (DateTimeParseException e) {
      // Said below, with what it should be.
    }
    throw Problem.invalidField("since", "is a time such as 2026-11-20T08:00:00.000Z").asException();
  }

  private static String wire(JobStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
