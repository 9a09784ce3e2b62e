package dev.posthouse.lambda;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/// Texts and times, read and written as the API contract says.
final class WireTypes {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private WireTypes() {}

  /// `instant` as the API writes it, such as `2026-01-31T09:30:00.000Z`.
  static String time(Instant instant) {
    return MILLISECONDS.format(instant);
  }

  /// A text is a JSON string and nothing that could be made one.
  static final class TextReader extends StdScalarDeserializer<String> {
    TextReader() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        return (String) context.handleUnexpectedToken(String.class, parser);
      }
      String text = parser.getString();
      if (!Json.isWellFormed(text)) {
        throw new IllegalArgumentException("holds half of a surrogate pair");
      }
      return text;
    }
  }

  /// A time is ISO-8601 with an offset; a number would leave its unit to guesswork.
  static final class TimeReader extends StdScalarDeserializer<Instant> {
    TimeReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        return (Instant) context.handleUnexpectedToken(Instant.class, parser);
      }
      String text = parser.getString();
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException failure) {
        return (Instant) context.handleWeirdStringValue(Instant.class, text, "not ISO-8601");
      }
    }
  }

  static final class TimeWriter extends StdScalarSerializer<Instant> {
    TimeWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
      generator.writeString(time(value));
    }
  }
}
