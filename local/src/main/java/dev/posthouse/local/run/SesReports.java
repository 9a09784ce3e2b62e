package dev.posthouse.local.run;

import dev.posthouse.local.run.Template.SesReport;
import java.util.List;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.AlreadyExistsException;
import software.amazon.awssdk.services.sesv2.model.CreateConfigurationSetEventDestinationRequest;

/// Makes the template's configuration sets and their event destinations in the local SES.
final class SesReports {
  private SesReports() {}

  static void create(SesV2Client ses, List<SesReport> reports) {
    for (SesReport report : reports) {
      unlessThere(() ->
          ses.createConfigurationSet(
              request -> request.configurationSetName(report.configurationSet())));
      unlessThere(() -> ses.createConfigurationSetEventDestination(destination(report)));
    }
  }

  private static CreateConfigurationSetEventDestinationRequest destination(SesReport report) {
    return CreateConfigurationSetEventDestinationRequest.builder()
        .configurationSetName(report.configurationSet())
        .eventDestinationName(report.name())
        .eventDestination(destination -> {
          destination.enabled(true).matchingEventTypesWithStrings(report.eventTypes());
          if (report.destination().contains(":sns:")) {
            destination.snsDestination(sns -> sns.topicArn(report.destination()));
          } else {
            destination.eventBridgeDestination(bus -> bus.eventBusArn(report.destination()));
          }
        })
        .build();
  }

  /// With `--data`, the last run has made them.
  private static void unlessThere(Runnable create) {
    try {
      create.run();
    } catch (AlreadyExistsException e) {
      // As wanted.
    }
  }
}
