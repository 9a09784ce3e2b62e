package dev.posthouse.feedback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// Once a day, looks at whom SES itself has ceased to write to, for bounces and complaints whose
/// events were lost on both ways.
///
/// What SES cannot trace to a message of ours is only counted: SES lets nothing through to such an
/// address, and the next attempt's event says so.
public final class ReconcileHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
  /// Three runs look at the same entry, so that one may fail. What was recorded changes nothing.
  private static final Duration LOOKED_BACK = Duration.ofDays(3);

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private final SesList list;
  private final RecordOutcome recordOutcome;
  private final InstantSource clock;
  private final Log log;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public ReconcileHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public ReconcileHandler(Platform platform) {
    this.list = new SesList(platform.client(SesV2Client.class, ReconcileHandler::ses));
    this.clock = platform.clock();
    this.log = platform.log();
    this.recordOutcome = FeedbackWiring.recordOutcome(platform);
  }

  private static SesV2Client ses() {
    return SesV2Client.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(configuration -> configuration.apiCallTimeout(CALL_TIMEOUT))
        .build();
  }

  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, @Nullable Context context) {
    int traced = 0;
    int untraced = 0;
    for (SesList.Entry entry :
        (Iterable<SesList.Entry>) list.since(clock.instant().minus(LOOKED_BACK))::iterator) {
      if (record(entry)) {
        traced++;
      } else {
        untraced++;
      }
    }
    log.with("traced", traced).with("untraced", untraced).info("reconciled");
    return null;
  }

  private boolean record(SesList.Entry entry) {
    Optional<SesEvent> event =
        entry
            .messageId()
            .flatMap(message ->
                list.job(message)
                    .map(job ->
                        new SesEvent(job, evidence(entry, message), Optional.of(entry.reason()))));
    event.ifPresent(recordOutcome::record);
    return event.isPresent();
  }

  /// SES enters hard bounces and complaints only.
  private static Evidence evidence(SesList.Entry entry, String message) {
    return entry.reason() == Suppression.Reason.COMPLAINED
        ? new Evidence(Evidence.Kind.COMPLAINT, message, entry.at(), Optional.empty())
        : new Evidence(
            Evidence.Kind.BOUNCE,
            message,
            entry.at(),
            Optional.empty(),
            Optional.of(Mishap.HARD_BOUNCE));
  }
}
