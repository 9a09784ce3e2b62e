package dev.posthouse.webhooks;

import dev.posthouse.domain.webhook.Delivery;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An attempt as the API shows it.
///
/// @param status `delivered`, `failed` (there will be another attempt) or `dead` (there will be
///   none)
/// @param attempt which attempt it was; 0 for one that was given up unsent
/// @param httpStatus null if the endpoint gave none
/// @param error why not, in that case
record DeliveryView(
    String id,
    String identityId,
    long seq,
    String eventId,
    String type,
    String status,
    int attempt,
    @Nullable Integer httpStatus,
    @Nullable String error,
    long tookMs,
    Instant at) {
  static DeliveryView of(Delivery delivery) {
    return new DeliveryView(
        delivery.id().value(),
        delivery.identity().value(),
        delivery.seq(),
        delivery.event().value(),
        delivery.type(),
        delivery.outcome().name().toLowerCase(Locale.ROOT),
        delivery.attempt(),
        delivery.status() == 0 ? null : delivery.status(),
        delivery.error().isEmpty() ? null : delivery.error(),
        delivery.took().toMillis(),
        delivery.at());
  }
}
