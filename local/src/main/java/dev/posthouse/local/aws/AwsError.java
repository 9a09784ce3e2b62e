package dev.posthouse.local.aws;

/// A refusal as AWS words it.
final class AwsError extends RuntimeException {
  private final int status;
  private final String code;

  /// @param code the exception's name in the service's model
  AwsError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /// For what the stand-in does not imitate, whether AWS knows it or not.
  static AwsError notImplemented(String operation) {
    return new AwsError(501, "NotImplemented", "the local run does not imitate " + operation);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String text() {
    String message = getMessage();
    return message == null ? code : message;
  }
}
