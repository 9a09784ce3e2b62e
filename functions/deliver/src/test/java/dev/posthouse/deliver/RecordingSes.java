package dev.posthouse.deliver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendEmailResponse;

/// SES, as far as it sends mail.
final class RecordingSes implements SesV2Client {
  private final List<SendEmailRequest> requests = new ArrayList<>();
  private Supplier<SendEmailResponse> answer =
      () -> SendEmailResponse.builder().messageId("0100-ses").build();

  /// Fails every call so.
  synchronized void fail(RuntimeException failure) {
    answer =
        () -> {
          throw failure;
        };
  }

  /// Breaks down at every call.
  synchronized void breakDown(Error error) {
    answer =
        () -> {
          throw error;
        };
  }

  synchronized List<SendEmailRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public synchronized SendEmailResponse sendEmail(SendEmailRequest request) {
    requests.add(request);
    return answer.get();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
