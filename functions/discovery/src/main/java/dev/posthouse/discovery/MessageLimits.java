package dev.posthouse.discovery;

import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Labels;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpRequest;

/// What one request may be, the same for everybody.
record MessageLimits(
    int requestBytes,
    int recipients,
    int subjectCharacters,
    int bodyBytes,
    int attachments,
    int labelsAtOnce,
    int labelsPerConversation,
    int sendAtDaysAhead,
    int idempotencyKeyCharacters,
    int pageItems,
    int mailboxesPerTenant) {
  // Held against openapi.yaml by a test: the functions that enforce them keep them to themselves.
  private static final int RECIPIENTS_MAX = 50;
  private static final int PAGE_MAX = 200;
  private static final int HORIZON_DAYS = 30;

  static final MessageLimits ALL =
      new MessageLimits(
          HttpFunction.BODY_MAX,
          RECIPIENTS_MAX,
          Content.SUBJECT_MAX,
          Content.BODY_BYTES_MAX,
          AttachmentRef.PER_MESSAGE_MAX,
          Labels.AT_ONCE_MAX,
          Labels.PER_CONVERSATION_MAX,
          HORIZON_DAYS,
          HttpRequest.IDEMPOTENCY_KEY_MAX,
          PAGE_MAX,
          Mailboxes.PER_TENANT_MAX);
}
