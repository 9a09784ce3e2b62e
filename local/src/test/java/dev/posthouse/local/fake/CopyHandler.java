package dev.posthouse.local.fake;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.posthouse.lambda.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Copies notes; fails at the note that says `poison`.
public final class CopyHandler implements RequestStreamHandler {
  private final Notes notes;

  public CopyHandler(Platform platform) {
    this.notes = new Notes(platform);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    for (JsonNode record : JsonMapper.shared().readTree(in).path("Records")) {
      JsonNode image = record.path("dynamodb").path("NewImage");
      if (image.path("text").path("S").asString("").equals("poison")) {
        throw new IllegalStateException("poison");
      }
      notes.put(
          "copy", image.path("sk").path("S").asString(), image.path("text").path("S").asString());
    }
    out.write("{\"batchItemFailures\":[]}".getBytes(StandardCharsets.UTF_8));
  }
}
