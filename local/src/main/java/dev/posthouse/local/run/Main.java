package dev.posthouse.local.run;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// `./posthouse local`.
public final class Main {
  // As shells and getopt programs end after a wrong flag.
  private static final int WRONG_USE = 2;

  private Main() {}

  /// Runs until it is told to end.
  public static void main(String[] words) throws InterruptedException {
    int status = run(Arrays.asList(words), System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
    new CountDownLatch(1).await();
  }

  private static int run(List<String> words, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (words.isEmpty() || !words.getFirst().equals("local")) {
      err.print(Arguments.USAGE);
      return WRONG_USE;
    }
    if (words.contains("--help")) {
      out.print(Arguments.USAGE);
      System.exit(0);
    }
    Arguments arguments;
    try {
      arguments = Arguments.parse(words.subList(1, words.size()));
    } catch (Arguments.BadFlag e) {
      err.println("posthouse: " + e.getMessage());
      err.print(Arguments.USAGE);
      return WRONG_USE;
    }
    try {
      start(arguments, out, err);
      return 0;
    } catch (BindException e) {
      err.println(
          "posthouse: port %d is taken; choose another with --port, or any free one with --port 0"
              .formatted(arguments.port()));
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      err.println("posthouse: " + e.getMessage());
    }
    return 1;
  }

  private static void start(Arguments arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("posthouse.home", ""));
    LocalRun run = LocalRun.start(arguments, home, err);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(run)));
    Optional<Demo> demo = Optional.empty();
    if (arguments.demo()) {
      demo = Optional.of(Demo.make(run.uri(), LocalRun.ADMIN_KEY, LocalRun.DOMAIN, run.data()));
    }
    if (!arguments.quiet()) {
      out.print(welcome(run, demo));
      out.flush();
    }
    if (arguments.readyFile().isPresent()) {
      Path file = arguments.readyFile().get().toAbsolutePath();
      Files.createDirectories(file.getParent());
      DataFolder.replace(file, ready(run, demo));
    }
  }

  private static void close(LocalRun run) {
    try {
      run.close();
    } catch (IOException e) {
      System.err.println("posthouse: " + e.getMessage());
    }
  }

  private static Map<String, Object> ready(LocalRun run, Optional<Demo> demo) {
    Map<String, Object> ready = new LinkedHashMap<>();
    ready.put("baseUrl", run.uri().toString());
    ready.put("adminKey", LocalRun.ADMIN_KEY);
    ready.put("tenantKey", demo.map(Demo::tenantKey).orElse(null));
    ready.put("identity", demo.map(Demo::identity).orElse(null));
    ready.put("mailboxToken", demo.map(Demo::mailboxToken).orElse(null));
    ready.put("pid", ProcessHandle.current().pid());
    return ready;
  }

  private static String welcome(LocalRun run, Optional<Demo> demo) {
    StringBuilder text = new StringBuilder();
    text.append("Posthouse listens on ").append(run.uri()).append('\n');
    text.append("  admin key   ").append(LocalRun.ADMIN_KEY).append('\n');
    demo.ifPresent(made ->
        text.append(
            """
              tenant key  %s
              identity    %s
              mailbox     %s
              its token   %s
            """
                .formatted(
                    made.tenantKey(), made.identity(), made.mailbox(), made.mailboxToken())));
    text.append("  mail        ").append(run.uri()).append("/_local/mail\n");
    demo.ifPresent(made ->
        text.append(
            """

            Send a mail:
              curl %s/v1/identities/%s/send \\
                -H 'Authorization: Bearer %s' \\
                -H 'Content-Type: application/json' \\
                -d '{"to": "alice@example.com", "subject": "Hello", "text": "From a post house."}'
            """
                .formatted(run.uri(), made.identity(), made.tenantKey())));
    return text.toString();
  }
}
