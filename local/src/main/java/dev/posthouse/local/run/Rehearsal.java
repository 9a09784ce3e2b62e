package dev.posthouse.local.run;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A start with one send, after which the JVM knows what the next start needs: `./posthouse` runs
/// it once after a build, with `-XX:AOTCacheOutput`.
final class Rehearsal {
  private static final int LOOKS_MAX = 600;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private Rehearsal() {}

  public static void main(String[] words) throws Exception {
    Path home = Path.of(System.getProperty("posthouse.home", ""));
    Arguments arguments = Arguments.parse(List.of("--port", "0", "--quiet"));
    LocalRun run = LocalRun.start(arguments, home, System.err);
    Demo demo = Demo.make(run.uri(), LocalRun.ADMIN_KEY, LocalRun.DOMAIN, run.data());
    demo.send(
        run.uri(), Map.of("to", "alice@example.com", "subject", "Hello", "text", "A rehearsal."));
    awaitMail(run.uri());
    run.close();
    System.exit(0);
  }

  private static void awaitMail(URI api) throws IOException, InterruptedException {
    URI mail = api.resolve("/_local/mail?to=alice@example.com");
    for (int look = 0; look < LOOKS_MAX; look++) {
      try (InputStream list = mail.toURL().openStream()) {
        if (new String(list.readAllBytes(), StandardCharsets.UTF_8).contains("Hello")) {
          return;
        }
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    throw new IllegalStateException("no mail came after " + LOOKS_MAX + " looks");
  }
}
