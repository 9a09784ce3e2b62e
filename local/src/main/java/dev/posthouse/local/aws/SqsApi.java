package dev.posthouse.local.aws;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// SQS, JSON 1.0: sending to a queue, and hiding what was received. Receiving is Lambda's part.
final class SqsApi {
  static final String TARGET_PREFIX = "AmazonSQS.";

  private static final int ENTRIES_MAX = 10; // API_SendMessageBatch
  private static final int BYTES_MAX = 1 << 20; // a message, and a batch; 256 KB before August 2025
  private static final int DELAY_MAX_SECONDS = 900; // API_SendMessage
  private static final int HIDDEN_MAX_SECONDS = 43_200; // API_ChangeMessageVisibility

  private final LocalAwsListener listener;

  SqsApi(LocalAwsListener listener) {
    this.listener = listener;
  }

  AwsResponse answer(AwsRequest request, String operation) {
    JsonNode json = request.json();
    String url = json.path("QueueUrl").asString("");
    String queue = url.substring(url.lastIndexOf('/') + 1);
    ObjectNode body =
        switch (operation) {
          case "SendMessage" -> send(queue, json);
          case "SendMessageBatch" -> sendBatch(queue, json.path("Entries"));
          case "ChangeMessageVisibility" -> hide(queue, json);
          default -> throw AwsError.notImplemented("SQS " + operation);
        };
    return AwsResponse.json(200, body);
  }

  private ObjectNode send(String queue, JsonNode message) {
    String body = message.path("MessageBody").asString("");
    int delay = message.path("DelaySeconds").asInt(0);
    if (body.isEmpty() || sizeBytes(body) > BYTES_MAX) {
      throw invalid("One or more parameters are invalid. Reason: Message must be 1 byte to 1 MiB.");
    }
    if (delay < 0 || delay > DELAY_MAX_SECONDS) {
      throw invalid(
          "Value %d for parameter DelaySeconds is invalid. Reason: Must be >= 0 and <= 900."
              .formatted(delay));
    }
    Optional<String> id = listener.queued(queue, body, Duration.ofSeconds(delay));
    if (id.isEmpty()) {
      throw new AwsError(
          400, "com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.");
    }
    return Json.object()
        .put("MessageId", id.get())
        .put("MD5OfMessageBody", Digests.hex("MD5", body.getBytes(StandardCharsets.UTF_8)));
  }

  private ObjectNode sendBatch(String queue, JsonNode entries) {
    if (entries.isEmpty()) {
      throw new AwsError(
          400,
          "com.amazonaws.sqs#EmptyBatchRequest",
          "There should be at least one SendMessageBatchRequestEntry in the request.");
    }
    if (entries.size() > ENTRIES_MAX) {
      throw new AwsError(
          400,
          "com.amazonaws.sqs#TooManyEntriesInBatchRequest",
          "Maximum number of entries per request are 10.");
    }
    Set<String> ids = new HashSet<>();
    int sizeBytes = 0;
    for (JsonNode entry : entries) {
      sizeBytes += sizeBytes(entry.path("MessageBody").asString(""));
      if (!ids.add(entry.path("Id").asString(""))) {
        throw new AwsError(
            400, "com.amazonaws.sqs#BatchEntryIdsNotDistinct", "Two or more entries have one id.");
      }
    }
    if (sizeBytes > BYTES_MAX) {
      throw new AwsError(
          400,
          "com.amazonaws.sqs#BatchRequestTooLong",
          "Batch requests cannot be longer than 1048576 bytes.");
    }
    ObjectNode answer = Json.object();
    var taken = answer.putArray("Successful");
    var failed = answer.putArray("Failed");
    for (JsonNode entry : entries) {
      try {
        taken.add(send(queue, entry).put("Id", entry.path("Id").asString()));
      } catch (AwsError e) {
        failed
            .addObject()
            .put("Id", entry.path("Id").asString())
            .put("SenderFault", true)
            .put("Code", e.code())
            .put("Message", e.text());
      }
    }
    return answer;
  }

  private ObjectNode hide(String queue, JsonNode request) {
    int seconds = request.path("VisibilityTimeout").asInt(-1);
    if (seconds < 0 || seconds > HIDDEN_MAX_SECONDS) {
      throw invalid(
          "Value %d for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200."
              .formatted(seconds));
    }
    String receipt = request.path("ReceiptHandle").asString("");
    if (!listener.hidden(queue, receipt, Duration.ofSeconds(seconds))) {
      throw new AwsError(
          400,
          "com.amazonaws.sqs#MessageNotInflight",
          "The message is not in flight, or the receipt handle is none.");
    }
    return Json.object();
  }

  private static AwsError invalid(String message) {
    return new AwsError(400, "InvalidParameterValue", message);
  }

  private static int sizeBytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
