package dev.posthouse.accounts;

import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/// `POST /public/token/reissue`: the same answer after the same time, whatever comes of it.
final class ReissueRoutes {
  private static final int ACCEPTED = 202;
  private static final int PER_HOUR_MAX = 5;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Answer ANSWER =
      new Answer(
          true,
          "If there is such a mailbox, a new token goes to the inbox of its operator by mail.");

  private final Reissue reissue;
  private final Throttle throttle;
  private final String platformDomain;
  private final Floor floor;

  ReissueRoutes(Reissue reissue, Throttle throttle, String platformDomain, Floor floor) {
    this.reissue = reissue;
    this.throttle = throttle;
    this.platformDomain = platformDomain;
    this.floor = floor;
  }

  HttpResponse reissue(HttpRequest request) {
    ReissueRequest body = request.json(ReissueRequest.class);
    throttle.demand("reissues_per_hour", request, PER_HOUR_MAX, HOUR);
    Instant from = floor.now();
    try {
      reissue.reissue(body.address(platformDomain));
    } finally {
      floor.hold(from);
    }
    return HttpResponse.json(ACCEPTED, ANSWER);
  }

  /// The answer.
  record Answer(boolean accepted, String message) {}
}
