package dev.posthouse.local.aws;

import java.nio.file.Path;
import java.util.Optional;

/// How the stand-ins behave.
///
/// @param port on 127.0.0.1; 0 for a free one
/// @param data the folder that keeps mail, objects and what is due; empty to keep them in memory
/// @param strict whether identities and configuration sets must have been created, as at SES.
///   Otherwise every domain is verified, and an unknown configuration set reports to EventBridge
/// @param recipientsPerSecondMax SES's maximum send rate, by the clock given to [LocalAws#start]
/// @param recipientsPerDayMax SES's sending quota in any 24 hours
public record LocalAwsSettings(
    int port,
    Optional<Path> data,
    boolean strict,
    int recipientsPerSecondMax,
    int recipientsPerDayMax) {
  /// In memory, lenient, a free port, 200 recipients a second and 1,000,000 a day.
  public static final LocalAwsSettings DEFAULT =
      new LocalAwsSettings(0, Optional.empty(), false, 200, 1_000_000);

  public LocalAwsSettings withPort(int value) {
    return new LocalAwsSettings(value, data, strict, recipientsPerSecondMax, recipientsPerDayMax);
  }

  public LocalAwsSettings withData(Path value) {
    return new LocalAwsSettings(
        port, Optional.of(value), strict, recipientsPerSecondMax, recipientsPerDayMax);
  }

  /// As SES: what was not created is not there.
  public LocalAwsSettings withStrict() {
    return new LocalAwsSettings(port, data, true, recipientsPerSecondMax, recipientsPerDayMax);
  }

  public LocalAwsSettings withQuota(int recipientsPerSecond, int recipientsPerDay) {
    return new LocalAwsSettings(port, data, strict, recipientsPerSecond, recipientsPerDay);
  }
}
