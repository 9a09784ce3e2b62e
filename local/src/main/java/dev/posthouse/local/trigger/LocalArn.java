package dev.posthouse.local.trigger;

/// Names of things in the account and region that the local run pretends to be in.
public final class LocalArn {
  /// The account's number, one that AWS gives to nobody.
  public static final String ACCOUNT = "000000000000";

  /// The region all clients are told.
  public static final String REGION = "us-east-1";

  private LocalArn() {}

  /// The name of a resource, such as `arn:aws:sqs:us-east-1:000000000000:FailedBatches`.
  public static String of(String service, String resource) {
    return String.join(":", "arn", "aws", service, REGION, ACCOUNT, resource);
  }

  /// Where a queue is called, which is how the template refers to it.
  public static String queueUrl(String name) {
    return "https://sqs." + REGION + ".amazonaws.com/" + ACCOUNT + "/" + name;
  }
}
