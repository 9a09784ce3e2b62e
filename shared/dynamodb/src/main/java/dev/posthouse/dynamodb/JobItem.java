package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Acceptance;
import dev.posthouse.domain.outbound.Affinity;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.CopyGroup;
import dev.posthouse.domain.outbound.DayUnit;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.DeliveryStatus;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.outbound.Progress;
import dev.posthouse.domain.outbound.Route;
import dev.posthouse.domain.outbound.SendClass;
import dev.posthouse.domain.outbound.Sender;
import dev.posthouse.domain.purse.Charge;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A job as an item. What is as usual is left out, so that a job with a short letter stays within
/// the 1 KB of one write unit until its end.
public final class JobItem {
  /// What `kind` says of jobs.
  public static final String KIND = "job";

  static final String STATUS = "status";
  static final String VERSION = "version";
  static final String DUE_SHARD = "dueShard";
  static final String DUE_AT = "dueAt";
  static final String ENDED_AT = "endedAt";

  /// One partition would do for the sweep's index; a few let a burst of scheduled mail through.
  static final List<String> DUE_SHARDS = List.of("due#0", "due#1", "due#2", "due#3");

  private static final String ATTEMPTS = "attempts";
  private static final String DISPATCH_AT = "dispatchAt";
  private static final String PROMISED_AT = "promisedAt";
  private static final String ACCOUNT = "account";
  private static final String MAILBOX = "mailbox";
  private static final String PROMISED_ACCOUNT = "promisedAccount";
  private static final String DAY = "day";
  private static final String LEASE_UNTIL = "leaseUntil";
  private static final String SES_MESSAGE_ID = "sesMessageId";
  private static final String ERROR_CODE = "errorCode";
  private static final String ERROR_MESSAGE = "errorMessage";
  private static final String RETRIED = "retriedUncertain";
  private static final String DELIVERY = "delivery";
  private static final String SENT_AT = "sentAt";
  private static final String OUTCOME_AT = "outcomeAt";
  private static final String CREDITS = "credits";
  private static final String CREDIT_STATE = "creditState";
  private static final String UPDATED_AT = "updatedAt";
  private static final String PAYLOAD = "payload";
  private static final String CONTENT_KEY = "contentKey";
  private static final String SUBJECT = "subject";
  private static final String NO_REPLY_AFTER = "noReplyAfterMs";

  private JobItem() {}

  static Map<String, AttributeValue> write(OutboundJob job) {
    Envelope envelope = job.envelope();
    Acceptance acceptance = job.acceptance();
    Progress progress = job.progress();
    Item item =
        Item.at(Key.job(job.id()), KIND)
            .with("tenant", envelope.tenant().value())
            .with("identity", envelope.identity().value())
            .with("handle", envelope.handle().value())
            .with("recipient", envelope.recipient().toString())
            .with("message", envelope.message().value())
            .with("conversation", envelope.conversation().value())
            .flag("reply", envelope.reply())
            .flag("internal", envelope.route() == Route.INTERNAL)
            .with("acceptedAt", acceptance.at())
            .with("fingerprint", HexFormat.of().parseHex(acceptance.fingerprint()))
            .with("sendClass", acceptance.sendClass())
            .with("affinity", acceptance.affinity())
            .with("remaining", acceptance.remaining())
            .flag("repeatable", acceptance.guarantee() == DeliveryGuarantee.AT_LEAST_ONCE);
    switch (job.payload()) {
      case Payload.Inline(var content) -> item.with(PAYLOAD, ContentCodec.encode(content));
      case Payload.Stored(String key, String subject) ->
          item.with(CONTENT_KEY, key).with(SUBJECT, subject);
    }
    Duration noReplyAfter = acceptance.noReplyAfter();
    if (noReplyAfter != null) {
      item.with(NO_REPLY_AFTER, noReplyAfter.toMillis());
    }
    CopyGroup group = envelope.group();
    if (group != null) {
      item.with("copies", group.size()).with("firstCopy", group.first().value());
    }
    if (!acceptance.account().equals(job.account())) {
      item.with(PROMISED_ACCOUNT, acceptance.account().toString());
    }
    if (!acceptance.dispatchAt().equals(progress.dispatchAt())) {
      item.with(PROMISED_AT, acceptance.dispatchAt());
    }
    Charge charge = progress.charge();
    if (charge.state() != Charge.State.NONE) {
      item.with(CREDITS, charge.credits().count());
    }
    Map<String, AttributeValue> attributes = item.build();
    changing(job)
        .forEach((name, value) -> {
          if (value.isPresent()) {
            attributes.put(name, value.get());
          }
        });
    return attributes;
  }

  /// The attributes a step may change, with their values after it.
  private static Map<String, Optional<AttributeValue>> changing(OutboundJob job) {
    Progress progress = job.progress();
    JobError error = progress.lastError();
    DayUnit unit = progress.unit();
    Instant dueAt = progress.dueAt();
    Instant endedAt = progress.endedAt();
    return Map.ofEntries(
        Map.entry(STATUS, text(Item.wire(progress.status()))),
        Map.entry(VERSION, Optional.of(Item.number(progress.version()))),
        Map.entry(ACCOUNT, text(job.account().toString())),
        Map.entry(MAILBOX, Optional.of(Item.number(job.envelope().sender().ordinal()))),
        Map.entry(DAY, text(unit == null ? null : unit.day().toString())),
        Map.entry(DISPATCH_AT, moment(progress.dispatchAt())),
        Map.entry(
            ATTEMPTS,
            progress.attempts() == 0
                ? Optional.empty()
                : Optional.of(Item.number(progress.attempts()))),
        Map.entry(LEASE_UNTIL, moment(progress.leaseUntil())),
        Map.entry(DUE_AT, moment(dueAt)),
        Map.entry(DUE_SHARD, text(dueAt == null ? null : dueShard(job.id()))),
        Map.entry(SES_MESSAGE_ID, text(progress.sesMessageId())),
        Map.entry(ERROR_CODE, text(error == null ? null : error.code())),
        Map.entry(ERROR_MESSAGE, text(error == null ? null : error.message())),
        Map.entry(
            RETRIED,
            progress.retriedUncertain()
                ? Optional.of(AttributeValue.fromBool(true))
                : Optional.empty()),
        Map.entry(
            DELIVERY,
            text(
                progress.delivery() == DeliveryStatus.PENDING
                    ? null
                    : Item.wire(progress.delivery()))),
        Map.entry(SENT_AT, moment(progress.sentAt())),
        Map.entry(OUTCOME_AT, moment(progress.outcomeAt())),
        Map.entry(ENDED_AT, moment(endedAt)),
        Map.entry(
            CREDIT_STATE,
            text(
                progress.charge().state() == Charge.State.NONE
                    ? null
                    : Item.wire(progress.charge().state()))),
        Map.entry(UPDATED_AT, moment(progress.updatedAt())),
        Map.entry(
            Item.EXPIRES_AT,
            endedAt == null
                ? Optional.empty()
                : Optional.of(Item.number(endedAt.plus(OutboundJob.RETENTION).getEpochSecond()))));
  }

  /// The change from one version to the next: only what differs, and only if the job is still at
  /// the version it was.
  static Expression step(OutboundJob before, OutboundJob after) {
    var expression = new Expression();
    Map<String, Optional<AttributeValue>> was = changing(before);
    changing(after)
        .forEach((name, value) -> {
          if (!value.equals(was.get(name))) {
            expression.setOrRemove(name, value.orElse(null));
          }
        });
    keepPromise(expression, before, after);
    return expression.ifEquals(VERSION, before.progress().version());
  }

  /// What the answer to the request named stays known when the job goes another way.
  private static void keepPromise(Expression expression, OutboundJob before, OutboundJob after) {
    Acceptance acceptance = after.acceptance();
    if (!before.account().equals(after.account())) {
      expression.set(PROMISED_ACCOUNT, acceptance.account().toString());
    }
    if (!before.progress().dispatchAt().equals(after.progress().dispatchAt())) {
      expression.set(PROMISED_AT, acceptance.dispatchAt());
    }
  }

  /// The job in an item, from the table or from the table's stream.
  public static OutboundJob read(Map<String, AttributeValue> item) {
    var sender =
        new Sender(
            Math.toIntExact(Attributes.number(item, MAILBOX)),
            EmailAddress.parse(Attributes.string(item, ACCOUNT)));
    var envelope =
        new Envelope(
            new TenantId(Attributes.string(item, "tenant")),
            new IdentityId(Attributes.string(item, "identity")),
            new Handle(Attributes.string(item, "handle")),
            sender,
            EmailAddress.parse(Attributes.string(item, "recipient")),
            new MessageId(Attributes.string(item, "message")),
            new ConversationId(Attributes.string(item, "conversation")),
            Attributes.flag(item, "reply"),
            Attributes.flag(item, "internal") ? Route.INTERNAL : Route.EXTERNAL,
            item.containsKey("copies")
                ? new CopyGroup(
                    new JobId(Attributes.string(item, "firstCopy")),
                    Attributes.integer(item, "copies", 1))
                : null);
    return new OutboundJob(
        id(item), envelope, payload(item), acceptance(item, sender), progress(item, sender));
  }

  /// The id of the job in an item, or in its key alone.
  static JobId id(Map<String, AttributeValue> item) {
    String pk = Attributes.string(item, Key.PK);
    return new JobId(pk.substring(pk.indexOf('#') + 1));
  }

  private static Payload payload(Map<String, AttributeValue> item) {
    return item.containsKey(PAYLOAD)
        ? new Payload.Inline(ContentCodec.decode(Attributes.bytes(item, PAYLOAD)))
        : new Payload.Stored(
            Attributes.string(item, CONTENT_KEY),
            Attributes.optionalString(item, SUBJECT).orElse(""));
  }

  private static Acceptance acceptance(Map<String, AttributeValue> item, Sender sender) {
    return new Acceptance(
        Attributes.instant(item, "acceptedAt"),
        HexFormat.of().formatHex(Attributes.bytes(item, "fingerprint")),
        Attributes.constant(item, "sendClass", SendClass.class),
        Attributes.constant(item, "affinity", Affinity.class),
        Attributes.optionalString(item, PROMISED_ACCOUNT)
            .map(EmailAddress::parse)
            .orElse(sender.address()),
        Attributes.instant(item, item.containsKey(PROMISED_AT) ? PROMISED_AT : DISPATCH_AT),
        Math.toIntExact(Attributes.number(item, "remaining")),
        Attributes.flag(item, "repeatable")
            ? DeliveryGuarantee.AT_LEAST_ONCE
            : DeliveryGuarantee.AT_MOST_ONCE,
        item.containsKey(NO_REPLY_AFTER)
            ? Duration.ofMillis(Attributes.number(item, NO_REPLY_AFTER))
            : null);
  }

  private static Progress progress(Map<String, AttributeValue> item, Sender sender) {
    return new Progress(
        Attributes.constant(item, STATUS, JobStatus.class),
        item.containsKey(DAY)
            ? new DayUnit(LocalDate.parse(Attributes.string(item, DAY)), sender.ordinal())
            : null,
        Attributes.instant(item, DISPATCH_AT),
        Attributes.integer(item, ATTEMPTS, 0),
        Attributes.instantOrNull(item, LEASE_UNTIL),
        Attributes.instantOrNull(item, DUE_AT),
        Attributes.optionalString(item, SES_MESSAGE_ID).orElse(null),
        item.containsKey(ERROR_CODE)
            ? new JobError(
                Attributes.string(item, ERROR_CODE),
                Attributes.optionalString(item, ERROR_MESSAGE).orElse(""))
            : null,
        Attributes.flag(item, RETRIED),
        item.containsKey(DELIVERY)
            ? Attributes.constant(item, DELIVERY, DeliveryStatus.class)
            : DeliveryStatus.PENDING,
        Attributes.instantOrNull(item, SENT_AT),
        Attributes.instantOrNull(item, OUTCOME_AT),
        Attributes.instantOrNull(item, ENDED_AT),
        Attributes.instant(item, UPDATED_AT),
        item.containsKey(CREDIT_STATE)
            ? new Charge(
                new Credits(Attributes.number(item, CREDITS)),
                Attributes.constant(item, CREDIT_STATE, Charge.State.class))
            : Charge.NONE,
        Attributes.number(item, VERSION));
  }

  static String dueShard(JobId id) {
    return DUE_SHARDS.get(Math.floorMod(id.value().hashCode(), DUE_SHARDS.size()));
  }

  private static Optional<AttributeValue> text(@Nullable String value) {
    return value == null || value.isEmpty()
        ? Optional.empty()
        : Optional.of(AttributeValue.fromS(value));
  }

  private static Optional<AttributeValue> moment(@Nullable Instant at) {
    return at == null ? Optional.empty() : Optional.of(Item.number(at.toEpochMilli()));
  }
}
