package dev.posthouse.local.aws;

/// The account and region that the stand-ins say they are.
final class Aws {
  static final String ACCOUNT = "000000000000";
  static final String REGION = "us-east-1";
  static final String DEFAULT_BUS = arn("events", "event-bus/default");

  private Aws() {}

  static String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, REGION, ACCOUNT, resource);
  }
}
