package dev.posthouse.local.run;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The flags of `./posthouse local`.
///
/// @param port where to listen; 0 for any free port
/// @param data the folder that keeps everything; empty to forget it all at the end
/// @param clock when the clock starts; empty for now
/// @param readyFile written once everything answers
/// @param demo whether a tenant, its key and an identity are made
/// @param facilitator where payments are settled; empty for nowhere
/// @param payTo who is paid
/// @param node where the chain of payments can be read; empty for nowhere
/// @param parameters of the template, by name: values other than those of the local run
/// @param quiet whether nothing but errors is told
record Arguments(
    int port,
    Optional<Path> data,
    Optional<Instant> clock,
    Optional<Path> readyFile,
    boolean demo,
    Optional<URI> facilitator,
    String payTo,
    Optional<URI> node,
    Map<String, String> parameters,
    boolean quiet) {
  static final String USAGE =
      """
      Usage: ./posthouse local [flags]

        --port 8080          where to listen on 127.0.0.1; 0 for any free port
        --data DIR           keep everything in DIR; without it, all is forgotten at the end
        --clock INSTANT      start the clock at a time such as 2026-03-01T09:00:00Z; real for now
        --ready-file FILE    write {baseUrl, adminKey, …} there once everything answers
        --seed demo          make a tenant, its key and an identity; none for an empty system
        --facilitator URL    where payments in USDC on Base Sepolia are settled
        --pay-to ADDRESS     who is paid; a development account whose key anybody knows
        --node URL           where the chain can be read, to find lost payments
        --parameter NAME=VALUE
                             one of template.yaml, such as Provisioning=manual or
                             TierPrices=growth=900; may be given several times
        --quiet              tell nothing but errors
      """;

  /// The second of the accounts that development chains such as Hardhat's begin with.
  static final String PAY_TO = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

  private static final List<String> FLAGS =
      List.of(
          "--port",
          "--data",
          "--clock",
          "--ready-file",
          "--seed",
          "--facilitator",
          "--pay-to",
          "--node",
          "--parameter");

  Arguments {
    parameters = Map.copyOf(parameters);
  }

  /// A flag that makes no sense; the message is for the person who typed it.
  static final class BadFlag extends Exception {
    private BadFlag(String message) {
      super(message);
    }
  }

  static final Arguments DEFAULT =
      new Arguments(
          8080,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          true,
          Optional.empty(),
          PAY_TO,
          Optional.empty(),
          Map.of(),
          false);

  /// Reads `--flag value` and `--flag=value`.
  ///
  /// @throws BadFlag if a flag is unknown, or its value is missing or wrong
  static Arguments parse(List<String> words) throws BadFlag {
    Arguments arguments = DEFAULT;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--quiet")) {
        arguments = arguments.withQuiet();
        continue;
      }
      int equals = word.indexOf('=');
      String flag = equals < 0 ? word : word.substring(0, equals);
      if (!FLAGS.contains(flag)) {
        throw new BadFlag("unknown flag: " + flag);
      }
      if (equals < 0 && (i + 1 == words.size() || words.get(i + 1).startsWith("--"))) {
        throw new BadFlag(flag + " needs a value");
      }
      String value;
      if (equals < 0) {
        i++;
        value = words.get(i);
      } else {
        value = word.substring(equals + 1);
      }
      arguments = arguments.with(flag, value);
    }
    return arguments;
  }

  private Arguments with(String flag, String value) throws BadFlag {
    if (value.isBlank()) {
      throw new BadFlag(flag + " needs a value");
    }
    int newPort = port;
    Optional<Path> newData = data;
    Optional<Instant> newClock = clock;
    Optional<Path> newReadyFile = readyFile;
    boolean newDemo = demo;
    Optional<URI> newFacilitator = facilitator;
    String newPayTo = payTo;
    Optional<URI> newNode = node;
    Map<String, String> newParameters = new HashMap<>(parameters);
    switch (flag) {
      case "--port" -> newPort = portOf(value);
      case "--data" -> newData = Optional.of(Path.of(value));
      case "--clock" -> newClock = clockOf(value);
      case "--ready-file" -> newReadyFile = Optional.of(Path.of(value));
      case "--seed" -> newDemo = seedOf(value);
      case "--facilitator" -> newFacilitator = Optional.of(urlOf(flag, value));
      case "--pay-to" -> newPayTo = addressOf(value);
      case "--parameter" -> {
        String[] pair = parameterOf(value);
        newParameters.put(pair[0], pair[1]);
      }
      default -> newNode = Optional.of(urlOf(flag, value));
    }
    return new Arguments(
        newPort,
        newData,
        newClock,
        newReadyFile,
        newDemo,
        newFacilitator,
        newPayTo,
        newNode,
        newParameters,
        quiet);
  }

  private Arguments withQuiet() {
    return new Arguments(
        port, data, clock, readyFile, demo, facilitator, payTo, node, parameters, true);
  }

  private static String[] parameterOf(String value) throws BadFlag {
    int equals = value.indexOf('=');
    if (equals < 1) {
      throw new BadFlag("--parameter takes NAME=VALUE, not " + value);
    }
    return new String[] {value.substring(0, equals), value.substring(equals + 1)};
  }

  private static int portOf(String value) throws BadFlag {
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
      throw new BadFlag("--port takes a number from 0 to 65535, not " + value);
    }
    return Integer.parseInt(value);
  }

  private static Optional<Instant> clockOf(String value) throws BadFlag {
    if (value.equals("real")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(value));
    } catch (DateTimeException e) {
      throw new BadFlag("--clock takes real or a time such as 2026-03-01T09:00:00Z, not " + value);
    }
  }

  private static boolean seedOf(String value) throws BadFlag {
    return switch (value) {
      case "demo" -> true;
      case "none" -> false;
      default -> throw new BadFlag("--seed takes demo or none, not " + value);
    };
  }

  private static URI urlOf(String flag, String value) throws BadFlag {
    if (!value.matches("https?://[^\\s/]+\\S*")) {
      throw new BadFlag(flag + " takes an http or https URL, not " + value);
    }
    return URI.create(value);
  }

  private static String addressOf(String value) throws BadFlag {
    if (!value.matches("0x[0-9a-fA-F]{40}")) {
      throw new BadFlag("--pay-to takes 0x and 40 hexadecimal digits, not " + value);
    }
    return value;
  }
}
