package dev.posthouse.local.run;

import dev.posthouse.local.gateway.Cors;
import dev.posthouse.local.gateway.Route;
import dev.posthouse.local.trigger.EventRule;
import dev.posthouse.local.trigger.FunctionSpec;
import dev.posthouse.local.trigger.QueueSource;
import dev.posthouse.local.trigger.ScheduleSource;
import dev.posthouse.local.trigger.StreamSource;
import dev.posthouse.local.trigger.Subscription;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/// What the local run needs of `template.yaml`, with all references resolved.
///
/// @param cors empty if the API answers no browsers of other origins
/// @param table the one DynamoDB table
/// @param expiry the table's attribute for time to live, empty if items do not expire
/// @param buckets names of the S3 buckets
/// @param topics SNS topics and the functions subscribed to them
/// @param objects buckets and the functions that hear of their new objects
/// @param sesReports where the configuration sets report to
/// @param receiptRule empty if no mail is received
public record Template(
    List<FunctionSpec> functions,
    List<Route> routes,
    Optional<Cors> cors,
    CreateTableRequest table,
    Optional<String> expiry,
    List<String> buckets,
    List<StreamSource> streams,
    List<QueueSource> queues,
    List<ScheduleSource> schedules,
    List<EventRule> rules,
    List<Subscription> topics,
    List<Subscription> objects,
    List<SesReport> sesReports,
    Optional<ReceiptRule> receiptRule) {
  /// What SES does with mail it receives.
  ///
  /// @param prefix of the object's key
  /// @param topic ARN of the topic that is told
  public record ReceiptRule(String bucket, String prefix, String topic) {}

  /// An event destination of a configuration set.
  ///
  /// @param eventTypes as SES's API names them
  /// @param destination ARN of a topic or a bus
  public record SesReport(
      String configurationSet, String name, List<String> eventTypes, String destination) {}
}
