package dev.posthouse.local.aws;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// A new object, or new content of one.
///
/// @param sizeBytes of the content
/// @param eTag hex MD5 of the content, without quotes
public record ObjectCreated(String bucket, String key, long sizeBytes, String eTag, Instant at) {
  /// The event that Lambda gives to a function, with the key encoded as S3 encodes it.
  public ObjectNode json() {
    ObjectNode s3 = Json.object().put("s3SchemaVersion", "1.0").put("configurationId", "local");
    s3.putObject("bucket")
        .put("name", bucket)
        .put("arn", "arn:aws:s3:::" + bucket)
        .putObject("ownerIdentity")
        .put("principalId", Aws.ACCOUNT);
    s3.putObject("object")
        .put("key", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"))
        .put("size", sizeBytes)
        .put("eTag", eTag)
        .put("sequencer", "%016X".formatted(at.toEpochMilli()));
    ObjectNode record =
        Json.object()
            .put("eventVersion", "2.1")
            .put("eventSource", "aws:s3")
            .put("awsRegion", Aws.REGION)
            .put("eventTime", Json.millis(at))
            .put("eventName", "ObjectCreated:Put");
    record.putObject("userIdentity").put("principalId", Aws.ACCOUNT);
    record.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
    record.putObject("responseElements").put("x-amz-request-id", "local");
    record.set("s3", s3);
    ObjectNode event = Json.object();
    event.set("Records", Json.array(record));
    return event;
  }
}
