package dev.posthouse.lambda;

import tools.jackson.databind.json.JsonMapper;

/// JSON as this API speaks it.
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /// The mapper, for trees and streams.
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /// Reads a request.
  ///
  /// @throws ProblemException 400 naming the field that is wrong
  public static <T> T decode(byte[] json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }

  /// Writes an answer.
  public static String encode(Object value) {
    return MAPPER.writeValueAsString(value);
  }
}
