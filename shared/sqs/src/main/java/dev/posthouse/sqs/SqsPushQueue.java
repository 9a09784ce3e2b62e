package dev.posthouse.sqs;

import dev.posthouse.domain.webhook.PushMessage;
import dev.posthouse.domain.webhook.PushQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// The [PushQueue] in SQS.
public final class SqsPushQueue implements PushQueue {
  /// Source: "SendMessageBatch" of the SQS API reference.
  private static final int ENTRIES_MAX = 10;

  /// Source: "ChangeMessageVisibility" of the SQS API reference.
  private static final Duration HIDDEN_MAX = Duration.ofHours(12);

  private final SqsClient client;
  private final String url;

  /// @param url the queue's
  public SqsPushQueue(SqsClient client, String url) {
    this.client = client;
    this.url = url;
  }

  @Override
  public List<PushMessage> send(List<? extends PushMessage> messages, Duration delay) {
    var left = new ArrayList<PushMessage>();
    for (int from = 0; from < messages.size(); from += ENTRIES_MAX) {
      List<? extends PushMessage> call =
          messages.subList(from, Math.min(messages.size(), from + ENTRIES_MAX));
      try {
        left.addAll(sendBatch(call, delay));
      } catch (SdkException e) {
        // The SDK has tried again already: whatever is left would only wait in vain.
        left.addAll(messages.subList(from, messages.size()));
        break;
      }
    }
    return left;
  }

  private List<PushMessage> sendBatch(List<? extends PushMessage> messages, Duration delay) {
    var entries = new ArrayList<SendMessageBatchRequestEntry>();
    for (int i = 0; i < messages.size(); i++) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .messageBody(PushMessages.write(messages.get(i)))
              .delaySeconds((int) delay.toSeconds())
              .build());
    }
    var left = new ArrayList<PushMessage>();
    client
        .sendMessageBatch(send -> send.queueUrl(url).entries(entries))
        .failed()
        .forEach(failed -> left.add(messages.get(Integer.parseInt(failed.id()))));
    return left;
  }

  /// Lets a message that was received, and is not done with, come again after that time.
  public void hide(String receiptHandle, Duration time) {
    Duration hidden = time.compareTo(HIDDEN_MAX) < 0 ? time : HIDDEN_MAX;
    client.changeMessageVisibility(change ->
        change
            .queueUrl(url)
            .receiptHandle(receiptHandle)
            .visibilityTimeout((int) Math.max(0, hidden.plusMillis(999).toSeconds())));
  }
}
