package dev.posthouse.relay;

import dev.posthouse.domain.outbound.OutboundJob;
import java.util.Optional;

/// Tells which `Message-ID` a sent message has. SES sets the header itself, from its own id and the
/// region; what never left the platform is named after its job.
///
/// Source: "Header fields in Amazon SES" of the SES Developer Guide.
record SesMessageIds(String region, String platformDomain) {
  private static final String FIRST_REGION = "us-east-1";

  /// The `Message-ID` without angle brackets; empty before the job is sent.
  Optional<String> header(OutboundJob job) {
    String sesMessageId = job.progress().sesMessageId();
    if (sesMessageId == null) {
      return Optional.empty();
    }
    if (job.inside()) {
      return Optional.of(job.id().value() + "@" + platformDomain);
    }
    String host = region.equals(FIRST_REGION) ? "email" : region;
    return Optional.of(sesMessageId + "@" + host + ".amazonses.com");
  }
}
