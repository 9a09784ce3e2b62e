package dev.posthouse.local.aws;

import dev.posthouse.local.aws.MailSpool.Mail;
import dev.posthouse.local.store.Faults;
import dev.posthouse.local.store.Faults.Kind;
import dev.posthouse.local.store.Faults.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// SES v2's `SendEmail`.
///
/// Refusals in descending precedence: fault, account, content, configuration set, identity, tenant,
/// quota.
final class SesSend {
  static final int RECIPIENTS_MAX = 50; // quotas.html
  static final int MESSAGE_BYTES_MAX = 40 * 1024 * 1024; // quotas.html, SES v2, after encoding

  private static final Pattern ADDRESS =
      Pattern.compile("[!-~&&[^@<>,;:\\\\\"\\[\\]()]]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,256}");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final SesAccount account;
  private final SesQuota quota;
  private final SesTenants tenants;
  private final MailSpool spool;
  private final SesOutcomes outcomes;
  private final InstantSource clock;
  private final Ids ids;
  private final Faults faults;

  SesSend(
      SesAccount account,
      SesQuota quota,
      SesTenants tenants,
      MailSpool spool,
      SesOutcomes outcomes,
      InstantSource clock,
      Ids ids,
      Faults faults) {
    this.account = account;
    this.quota = quota;
    this.tenants = tenants;
    this.spool = spool;
    this.outcomes = outcomes;
    this.clock = clock;
    this.ids = ids;
    this.faults = faults;
  }

  /// A message that is fit to be sent.
  ///
  /// @param source as the request named the sender, display name and all
  private record Draft(
      MailHeader message,
      String source,
      String sender,
      List<String> recipients,
      String configurationSet,
      String tenant,
      Map<String, String> tags) {}

  ObjectNode send(JsonNode request) {
    if (faults.strikes(Target.SES, Kind.THROTTLE)) {
      throw new AwsError(429, "TooManyRequestsException", "Maximum sending rate exceeded.");
    }
    if (faults.strikes(Target.SES, Kind.TIMEOUT_BEFORE)) {
      throw new NoAnswer();
    }
    checkAccount();
    Draft draft = draft(request);
    checkSet(draft.configurationSet());
    checkIdentities(draft);
    tenants.check(draft.tenant(), resources(draft));
    Instant now = clock.instant();
    quota.take(now, draft.recipients().size());
    String id = accept(draft, now);
    if (faults.strikes(Target.SES, Kind.TIMEOUT_AFTER)) {
      throw new NoAnswer();
    }
    return Json.object().put("MessageId", id);
  }

  private void checkAccount() {
    if (account.suspended()) {
      throw new AwsError(
          400,
          "AccountSuspendedException",
          "The account's ability to send email has been permanently restricted.");
    }
    if (!account.sendingEnabled()) {
      throw new AwsError(
          400, "SendingPausedException", "Email sending is disabled for this account.");
    }
  }

  private Draft draft(JsonNode request) {
    JsonNode content = request.path("Content");
    if (content.has("Template")) {
      throw AwsError.notImplemented("SES SendEmail with Content.Template");
    }
    boolean raw = content.has("Raw");
    if (raw == content.has("Simple")) {
      throw badRequest("Exactly one of Raw, Simple and Template must be given as content.");
    }
    JsonNode destination = request.path("Destination");
    String source = request.path("FromEmailAddress").asString("");
    byte[] bytes = raw ? rawData(content.path("Raw")) : SimpleMail.compose(source, request);
    if (bytes.length > MESSAGE_BYTES_MAX) {
      throw badRequest(
          "Message length is more than %d bytes long: '%d'."
              .formatted(MESSAGE_BYTES_MAX, bytes.length));
    }
    MailHeader message = MailHeader.parse(bytes);
    if (source.isEmpty()) {
      source = message.value("From").orElse("");
    }
    return new Draft(
        message,
        source,
        sender(source),
        recipients(destination, message),
        request.path("ConfigurationSetName").asString(""),
        request.path("TenantName").asString(""),
        tags(request.path("EmailTags")));
  }

  private static byte[] rawData(JsonNode raw) {
    try {
      byte[] data = Base64.getDecoder().decode(raw.path("Data").asString(""));
      if (data.length > 0) {
        return data;
      }
    } catch (IllegalArgumentException e) {
      throw badRequest("Raw.Data is not Base64.");
    }
    throw badRequest("Raw.Data must not be empty.");
  }

  private static String sender(String source) {
    List<String> addresses = MailHeader.addressesIn(source);
    if (addresses.size() != 1) {
      throw badRequest("Exactly one sender must be given, as FromEmailAddress or From.");
    }
    return checked(addresses.getFirst());
  }

  private static List<String> recipients(JsonNode destination, MailHeader message) {
    List<String> recipients = new ArrayList<>();
    for (String kind : List.of("To", "Cc", "Bcc")) {
      for (JsonNode address : destination.path(kind + "Addresses")) {
        recipients.addAll(MailHeader.addressesIn(address.asString()));
        checked(address.asString().contains("@") ? recipients.getLast() : address.asString());
      }
    }
    if (recipients.isEmpty()) {
      for (String kind : List.of("To", "Cc", "Bcc")) {
        recipients.addAll(message.addresses(kind));
      }
    }
    if (recipients.isEmpty()) {
      throw badRequest("At least one recipient must be given.");
    }
    if (recipients.size() > RECIPIENTS_MAX) {
      throw badRequest("Recipient count exceeds %d.".formatted(RECIPIENTS_MAX));
    }
    recipients.forEach(SesSend::checked);
    return recipients;
  }

  private static String checked(String address) {
    if (!address.contains("@")) {
      throw badRequest("Missing final '@domain'");
    }
    if (!ADDRESS.matcher(address).matches() || address.contains("..")) {
      throw badRequest("Illegal address: <%s>".formatted(address));
    }
    return address;
  }

  private static Map<String, String> tags(JsonNode list) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (JsonNode tag : list) {
      for (String part : List.of("Name", "Value")) {
        if (!TAG.matcher(tag.path(part).asString("")).matches()) {
          throw badRequest(
              "Invalid tag %s <%s>: only alphanumeric ASCII characters, '_', and '-' are allowed."
                  .formatted(part.toLowerCase(Locale.ROOT), tag.path(part).asString("")));
        }
      }
      if (tags.put(tag.path("Name").asString(), tag.path("Value").asString()) != null) {
        throw badRequest("Duplicate tag <%s>.".formatted(tag.path("Name").asString()));
      }
    }
    return tags;
  }

  private void checkSet(String name) {
    boolean there = name.isEmpty() || account.set(name).isPresent();
    if (!there && account.strict()) {
      throw new AwsError(
          404, "NotFoundException", "Configuration set <%s> does not exist.".formatted(name));
    }
    boolean enabled =
        account
            .set(name)
            .map(set -> set.path("SendingOptions").path("SendingEnabled").asBoolean(true))
            .orElse(true);
    if (!enabled) {
      throw new AwsError(
          400,
          "SendingPausedException",
          "Email sending is disabled for configuration set <%s>.".formatted(name));
    }
  }

  /// What a tenant must be associated with: the configuration set, and the sender's domain or one
  /// above it.
  private static List<List<String>> resources(Draft draft) {
    List<String> identities = new ArrayList<>();
    identities.add("identity/" + draft.sender());
    String domain = draft.sender().substring(draft.sender().lastIndexOf('@') + 1);
    while (!domain.isEmpty()) {
      identities.add("identity/" + domain);
      int dot = domain.indexOf('.');
      domain = dot < 0 ? "" : domain.substring(dot + 1);
    }
    return draft.configurationSet().isEmpty()
        ? List.of(identities)
        : List.of(identities, List.of("configuration-set/" + draft.configurationSet()));
  }

  private void checkIdentities(Draft draft) {
    List<String> senders = new ArrayList<>(draft.message().addresses("From"));
    senders.add(draft.sender());
    for (String sender : senders) {
      if (!account.maySendFrom(sender)) {
        throw new AwsError(
            400,
            "MessageRejected",
            "Email address is not verified. The following identities failed the check in region "
                + "%s: %s".formatted(Aws.REGION.toUpperCase(Locale.ROOT), sender));
      }
    }
  }

  private String accept(Draft draft, Instant now) {
    String id = unusedId(now);
    // SES sets both itself and takes the blind recipients out (header-fields.html).
    byte[] bytes =
        draft
            .message()
            .message(
                List.of(
                    MailHeader.field("Message-ID", "<" + id + "@email.amazonses.com>"),
                    MailHeader.field("Date", DATE.format(now))),
                List.of("Bcc", "Return-Path"));
    var mail =
        new Mail(
            id,
            now,
            draft.sender(),
            draft.recipients(),
            draft.message().subject(),
            draft.configurationSet(),
            draft.tenant(),
            draft.tags());
    spool.keep(id, bytes);
    outcomes.of(mail, draft.source(), bytes).commit(mail, () -> spool.show(mail));
    return id;
  }

  /// A restarted run may have begun with the same clock and the same seed.
  private String unusedId(Instant now) {
    String id = ids.messageId(now);
    while (spool.find(id).isPresent()) {
      id = ids.messageId(now);
    }
    return id;
  }

  private static AwsError badRequest(String message) {
    return new AwsError(400, "BadRequestException", message);
  }

  /// As in the `Date` field of a message.
  static String date(Instant at) {
    return DATE.format(at);
  }
}
