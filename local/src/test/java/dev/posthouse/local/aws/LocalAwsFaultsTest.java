package dev.posthouse.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.local.store.Faults.Fault;
import dev.posthouse.local.store.Faults.Kind;
import dev.posthouse.local.store.Faults.Target;
import dev.posthouse.local.store.FunctionCrash;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sesv2.model.TooManyRequestsException;

final class LocalAwsFaultsTest {
  private AwsRun run;

  @BeforeEach
  void start() throws IOException {
    run = AwsRun.start();
    run.send("warm@example.net"); // so that the faults meet a connection that is being reused
    run.runADay();
    run.sesEvents.clear();
  }

  @AfterEach
  void stop() {
    run.close();
  }

  private void once(Target target, Kind kind) {
    run.faults.set(Fault.times(target, kind, 1));
  }

  @Test
  void throttlesSends() {
    once(Target.SES, Kind.THROTTLE);

    assertThatThrownBy(() -> run.send("a@example.net"))
        .isInstanceOf(TooManyRequestsException.class);
    assertThat(run.send("a@example.net")).isNotEmpty();
    assertThat(run.aws.mail().size()).isEqualTo(2);
  }

  @Test
  void doesNotAnswerAndDoesNotSend() {
    once(Target.SES, Kind.TIMEOUT_BEFORE);

    assertThatThrownBy(() -> run.send("a@example.net")).isInstanceOf(SdkClientException.class);
    assertThat(run.aws.mail().size()).isEqualTo(1);
  }

  @Test
  void sendsOnceAndDoesNotAnswer() {
    once(Target.SES, Kind.TIMEOUT_AFTER);

    assertThatThrownBy(() -> run.send("a@example.net")).isInstanceOf(SdkClientException.class);
    assertThat(run.aws.mail().size()).isEqualTo(2);
    run.runADay();
    assertThat(run.eventTypes()).containsExactly("Send", "Delivery");
  }

  @Test
  void crashesTheCallerBeforeOrAfterSending() {
    run.faults.set(new Fault(Target.SES, Kind.CRASH, 1, 20, 5));

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> run.send("a@example.net")).isInstanceOf(FunctionCrash.class);
    }
    assertThat(run.aws.mail().size()).isBetween(3, 20);
  }

  @Test
  void dropsEvents() {
    once(Target.EVENTS, Kind.DROP);
    run.send("a@example.net");
    run.runADay();

    assertThat(run.eventTypes()).containsExactly("Delivery");
  }

  @Test
  void duplicatesEvents() {
    once(Target.EVENTS, Kind.DUPLICATE);
    run.send("a@example.net");
    run.runADay();

    assertThat(run.eventTypes()).containsExactly("Send", "Send", "Delivery");
    assertThat(run.sesEvents.get(0).id()).isEqualTo(run.sesEvents.get(1).id());
  }

  @Test
  void reordersEvents() {
    once(Target.EVENTS, Kind.REORDER);
    run.send("a@example.net");
    run.runADay();

    assertThat(run.eventTypes()).containsExactly("Delivery", "Send");
  }

  @Test
  void throttlesEntries() {
    once(Target.EVENTS, Kind.THROTTLE);
    var entry = PutEventsRequestEntry.builder().source("s").detailType("t").detail("{}").build();

    var response = run.eventBridge.putEvents(put -> put.entries(entry, entry));

    assertThat(response.failedEntryCount()).isEqualTo(1);
    assertThat(response.entries().getFirst().errorCode()).isEqualTo("ThrottlingException");
  }
}
