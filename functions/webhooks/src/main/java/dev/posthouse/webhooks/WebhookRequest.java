package dev.posthouse.webhooks;

import dev.posthouse.domain.event.EventType;
import dev.posthouse.lambda.Problem;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/webhooks` and `PATCH /v1/webhooks/{id}`. What is left out stays as it is;
/// of a new webhook, all types and all identities.
///
/// @param url where events go
/// @param description for people
/// @param types only these; an empty list: all
/// @param identities only theirs, by handle; an empty list: all
/// @param status `active` or `paused`; only of a webhook that is there
record WebhookRequest(
    @Nullable String url,
    @Nullable String description,
    @Nullable List<String> types,
    @Nullable List<String> identities,
    @Nullable String status) {
  static final int DESCRIPTION_MAX = 200;
  static final int IDENTITIES_MAX = 100;
  static final String ACTIVE = "active";
  static final String PAUSED = "paused";

  WebhookRequest {
    url = url == null ? null : url.strip();
    if (description != null) {
      description = description.strip();
      if (description.length() > DESCRIPTION_MAX
          || description.chars().anyMatch(Character::isISOControl)) {
        throw Problem.invalidField(
                "description", "is one line of at most " + DESCRIPTION_MAX + " characters")
            .asException();
      }
    }
    if (types != null) {
      types(types);
    }
    if (identities != null && identities.size() > IDENTITIES_MAX) {
      throw Problem.invalidField("identities", "has at most " + IDENTITIES_MAX + " entries")
          .asException();
    }
    if (status != null && !status.equals(ACTIVE) && !status.equals(PAUSED)) {
      throw Problem.invalidField("status", "is active or paused").asException();
    }
  }

  private static Set<EventType> types(List<String> words) {
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    for (int i = 0; i < words.size(); i++) {
      int index = i;
      types.add(
          EventType.ofWire(words.get(i))
              .orElseThrow(() ->
                  Problem.invalidField("types[" + index + "]", "is one of " + known())
                      .asException()));
    }
    return types;
  }

  private static String known() {
    return Arrays.stream(EventType.values()).map(EventType::wire).collect(Collectors.joining(", "));
  }

  /// The types named, or else those.
  Set<EventType> typesOr(Set<EventType> others) {
    return types == null ? others : types(types);
  }
}
