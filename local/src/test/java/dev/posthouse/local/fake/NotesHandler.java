package dev.posthouse.local.fake;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.posthouse.lambda.Platform;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Writes a note, or reads what became of it: `?of=copy`, `rescued`, `count`.
public final class NotesHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private final Notes notes;

  public NotesHandler(Platform platform) {
    this.notes = new Notes(platform);
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    String id = event.getPathParameters().getOrDefault("id", "");
    if (event.getRouteKey().startsWith("POST")) {
      notes.put("note", id, event.getBody());
      return answer(202, id);
    }
    Map<String, String> query = event.getQueryStringParameters();
    return notes
        .find(query == null ? "note" : query.getOrDefault("of", "note"), id)
        .map(item -> answer(200, text(item)))
        .orElseGet(() -> answer(404, ""));
  }

  private static String text(Map<String, AttributeValue> item) {
    String text = requireNonNull(item.get("text")).s();
    AttributeValue times = item.get("times");
    return times == null ? text : times.n() + " " + text;
  }

  private static APIGatewayV2HTTPResponse answer(int status, String body) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(Map.of("content-type", "text/plain"))
        .withBody(body)
        .build();
  }
}
