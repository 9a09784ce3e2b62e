package dev.posthouse.lambda;

import java.util.Locale;

/// Every error this API answers with, in order of precedence: when several apply, a caller sees the
/// first. `docs/errors.md` explains each.
public enum ProblemCode {
  // What reached us is not a request of this API.
  NOT_FOUND(
      404,
      "Not found",
      false,
      "Check the path and the id: other tenants' things are not found either."),
  METHOD_NOT_ALLOWED(405, "Method not allowed", false, "Use a method named in the Allow header."),
  PAYLOAD_TOO_LARGE(413, "Payload too large", false, "Send at most 5 MB per request."),
  UNSUPPORTED_MEDIA_TYPE(
      415, "Unsupported media type", false, "Send the header `Content-Type: application/json`."),

  ORIGIN_NOT_ALLOWED(
      403, "Origin not allowed", false, "Call from a program, or from a page of this deployment."),

  // Who asks.
  MISSING_TOKEN(401, "Missing token", false, "Send `Authorization: Bearer <key or token>`."),
  INVALID_TOKEN(401, "Invalid token", false, "Use a key or token this deployment issued."),
  EXPIRED_TOKEN(401, "Expired token", false, "Ask for another with POST /public/token/reissue."),

  // A repeated request, decided before everything below.
  IDEMPOTENCY_CONFLICT(
      409, "Idempotency key reused", false, "Use a new Idempotency-Key for a different request."),
  IDEMPOTENCY_IN_PROGRESS(409, "Request in progress", true, "Repeat the same request in a moment."),

  MISSING_SCOPE(403, "Missing scope", false, "Use a key that has the scope named in `detail`."),

  WIDER_THAN_KEY(
      403,
      "Wider than your key",
      false,
      "Ask for no more than your own key may do, or use a wider key."),
  NO_MAILBOX(403, "No mailbox of its own", false, "Use the token of the mailbox you mean."),

  // What is asked, as text.
  MALFORMED_JSON(400, "Malformed JSON", false, "Send one JSON object, encoded as UTF-8."),
  UNKNOWN_FIELD(400, "Unknown field", false, "Leave out the fields named in `errors`."),
  MISSING_FIELD(400, "Missing field", false, "Add the fields named in `errors`."),
  INVALID_FIELD(400, "Invalid field", false, "Mend the fields named in `errors`."),

  // A proof of payment, as it is written.
  INVALID_X402_PAYMENT_PROOF_ENCODING(
      400,
      "Payment proof not readable",
      false,
      "Send the header PAYMENT-SIGNATURE once: base64 of one JSON object of at most 8 KB."),
  INVALID_X402_PAYMENT_PROOF_VERSION(
      400,
      "Payment proof of another version",
      false,
      "Pay by x402 version 2: PAYMENT-REQUIRED tells the terms, PAYMENT-SIGNATURE takes the"
          + " proof."),
  MISSING_X402_RESOURCE(
      400, "Payment proof without resource", false, "Copy `resource` from the quote."),
  X402_RESOURCE_MISMATCH(
      400, "Payment proof for another route", false, "Pay at the route the quote is for."),
  MISSING_X402_ACCEPTED_REQUIREMENT(
      400,
      "Payment proof without terms",
      false,
      "Copy the chosen entry of `accepts` to `accepted`."),
  MISSING_X402_PAYLOAD(
      400,
      "Payment proof without payload",
      false,
      "Put `signature` and `authorization` into `payload`."),
  MISSING_X402_SIGNATURE(
      400,
      "Payment proof without signature",
      false,
      "Put the signature, 0x and at least 65 bytes, into `payload.signature`."),
  MISSING_X402_AUTHORIZATION(
      400,
      "Payment proof without authorization",
      false,
      "Put what was signed into `payload.authorization`; `payload.message` is no substitute."),
  INCOMPLETE_X402_AUTHORIZATION(
      400,
      "Payment authorization incomplete",
      false,
      "Mend the fields named in `errors`; numbers are decimal digits in quotes."),
  INVALID_X402_AUTHORIZATION_NONCE(
      400,
      "Payment nonce invalid",
      false,
      "Use 0x and 64 hexadecimal digits, new for each payment."),
  PAYMENT_PROOF_USED(
      409,
      "Payment proof used elsewhere",
      false,
      "An authorization pays once, for one tenant and purchase. Ask for a quote and sign a new"
          + " one."),
  X402_REQUIREMENT_MISMATCH(
      400,
      "Payment terms differ",
      false,
      "Ask for a quote with the same body and no proof, and pay as it says."),
  X402_AUTHORIZATION_MISMATCH(
      400,
      "Payment authorization does not pay",
      false,
      "Sign anew: to the quote's payTo, its exact amount, from now for maxTimeoutSeconds."),
  INVALID_X402_SIGNATURE(
      400,
      "Payment signature invalid",
      false,
      "Sign with the key of `from` and the EIP-712 domain in the quote's `extra`."),

  // What is asked, against the state of things.
  TOO_FEW_DOMAINS(422, "Too few domains", false, "Name more domains of yours in `domains`."),
  HANDLE_TAKEN(409, "Handle taken", false, "Choose another handle."),
  ALIAS_UNAVAILABLE(409, "Alias unavailable", false, "Choose another mailboxAlias."),
  TOO_MANY_MAILBOXES(
      409, "Too many mailboxes", false, "Use the mailboxes the tenant has, retired ones aside."),
  TOO_MANY_WEBHOOKS(409, "Too many webhooks", false, "Delete one, or change one that is there."),
  DOMAIN_UNAVAILABLE(409, "Domain unavailable", false, "Choose another domain."),
  DOMAIN_TOO_EXPENSIVE(
      422, "Domain too expensive", false, "Choose a domain at another top-level domain."),
  TOO_MANY_DOMAINS(
      409,
      "Too many domains registered",
      false,
      "Register the domain elsewhere and add it without `register`, or ask the operator."),
  ALREADY_EXISTS(409, "Already exists", false, "Use what is there already."),
  NOT_CANCELLABLE(
      409,
      "Not cancellable",
      false,
      "Read the job: only queued and scheduled ones can be cancelled."),
  CONFLICT(409, "Conflict", false, "Read the resource again, then decide anew."),

  // A send's guards, in the order of the contract.
  IDENTITY_INACTIVE(409, "Identity inactive", false, "Resume the identity, or wait for it."),
  OUTBOUND_SUSPENDED(403, "Sending suspended", false, "Ask the operator: only they lift it."),
  INVALID_RECIPIENT(422, "Invalid recipient", false, "Mend the address."),
  RECIPIENTS_EXCEED_LIMIT(
      422, "Too many recipients", false, "Split the message: no window can ever hold so many."),
  RECIPIENT_SUPPRESSED(
      422,
      "Recipient suppressed",
      false,
      "Do not write to this address; see GET /v1/suppressions."),
  RECIPIENT_NOT_ALLOWED(
      403, "Recipient not allowed", false, "Use a key whose recipientDomains include this one."),
  KEY_BUDGET_EXCEEDED(429, "Key budget exceeded", true, "Wait, or use a key with a larger budget."),
  EXTERNAL_SEND_NOT_ENABLED(
      403,
      "External sending not enabled",
      false,
      "Buy credits with POST /v1/billing/topup, or upgrade with POST /v1/billing/upgrade-intent."),
  INSUFFICIENT_CREDITS(
      402, "Insufficient credits", false, "Buy credits with POST /v1/billing/topup."),
  HOURLY_QUOTA_EXCEEDED(
      429, "Hourly quota exceeded", true, "Wait for `binding.resetsAt`, or upgrade."),
  DAILY_QUOTA_EXCEEDED(
      429, "Daily quota exceeded", true, "Wait for `binding.resetsAt`, or upgrade."),
  CAP_EXCEEDED(429, "Cap exceeded", true, "Wait for `binding.resetsAt`, or choose a larger tier."),
  NO_ACCOUNTS(429, "Empty pool", true, "Add mailboxes with POST /v1/identities/{handle}/pool."),
  NO_ELIGIBLE_MAILBOX(
      429, "No mailbox able now", true, "See why with GET /v1/identities/{handle}/pool."),

  // Payments.
  PAYMENT_REQUIRED(
      402, "Payment required", false, "Pay as the quote says, with the header PAYMENT-SIGNATURE."),
  PAYMENT_FAILED(
      402,
      "Payment failed",
      false,
      "Mend what the reason says; then ask for a quote and sign a new payment."),
  PAYMENT_PENDING(
      402,
      "Payment not settled yet",
      true,
      "Repeat POST /v1/billing/payment/confirm with the receiptId. Do not sign another payment."),

  RATE_LIMITED(429, "Too many requests", true, "Wait as long as Retry-After says."),

  // Not the caller's doing.
  CONTENTION(503, "Contention", true, "Repeat the same request."),
  THROTTLED(503, "Throttled", true, "Repeat the same request after Retry-After."),
  UNAVAILABLE(503, "Temporarily unavailable", true, "Repeat the same request after Retry-After."),
  NOT_CONFIGURED(503, "Not configured", false, "Ask the operator of this deployment."),
  INTERNAL(
      500, "Internal error", true, "Repeat the same request; report `requestId` if it persists.");

  private final int status;
  private final String title;
  private final boolean retryable;
  private final String fix;

  ProblemCode(int status, String title, boolean retryable, String fix) {
    this.status = status;
    this.title = title;
    this.retryable = retryable;
    this.fix = fix;
  }

  /// The name on the wire, such as `cap_exceeded`.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// A title that is the same for every occurrence.
  public String title() {
    return title;
  }

  /// Whether the same request may succeed later.
  public boolean retryable() {
    return retryable;
  }

  /// Whether it is about money or permission, where the operator can help.
  public boolean operatorHelps() {
    return switch (this) {
      case OUTBOUND_SUSPENDED,
          EXTERNAL_SEND_NOT_ENABLED,
          INSUFFICIENT_CREDITS,
          HOURLY_QUOTA_EXCEEDED,
          DAILY_QUOTA_EXCEEDED ->
          true;
      default -> false;
    };
  }

  /// The next step, unless the problem names a better one.
  public String fix() {
    return fix;
  }
}
