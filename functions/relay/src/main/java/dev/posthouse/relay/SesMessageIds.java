package dev.posthouse.relay;

/// Tells which `Message-ID` SES gives a message: it sets the header itself, from its own id and the
/// region.
///
/// Source: "Header fields in Amazon SES" of the SES Developer Guide.
record SesMessageIds(String region) {
  private static final String FIRST_REGION = "us-east-1";

  /// The `Message-ID`, without angle brackets, of the message SES calls that.
  String header(String sesMessageId) {
    String host = region.equals(FIRST_REGION) ? "email" : region;
    return sesMessageId + "@" + host + ".amazonses.com";
  }
}
