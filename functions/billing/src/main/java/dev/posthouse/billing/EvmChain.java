package dev.posthouse.billing;

import dev.posthouse.domain.billing.Authorization;
import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.Payment;
import dev.posthouse.domain.billing.PaymentAsset;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A chain of the Ethereum kind, read through a node's JSON-RPC: what has become of an
/// authorization.
final class EvmChain {
  // authorizationState(address,bytes32) of EIP-3009
  private static final String AUTHORIZATION_STATE = "0xe94a0102";
  // AuthorizationUsed(address indexed,bytes32 indexed) of EIP-3009
  private static final String AUTHORIZATION_USED =
      "0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5";
  // Transfer(address indexed,address indexed,uint256) of ERC-20
  private static final String TRANSFER =
      "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

  private static final Duration CALL_MAX = Duration.ofSeconds(2);
  // All of one look; what is left of a request after the facilitator has taken its time.
  private static final Duration LOOK_MAX = Duration.ofSeconds(5);
  // Nodes limit how many blocks one query of logs spans.
  private static final long BLOCKS_PER_QUERY = 2_000;
  // The payer's clock, ours and the chain's differ.
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final URI node;
  private final InstantSource clock;

  EvmChain(URI node, InstantSource clock) {
    this.node = node;
    this.clock = clock;
  }

  /// What the chain shows.
  sealed interface Sight {
    /// Not used as of that time of the chain.
    record Unused(Instant at) implements Sight {}

    /// Used for this very payment.
    record Paid(String transaction) implements Sight {}

    /// Used for something else.
    record UsedOtherwise() implements Sight {}

    /// The node did not answer, or not fully.
    record Hidden() implements Sight {}
  }

  private record Block(long number, Instant at) {}

  /// Looks for a payment.
  ///
  /// @param since when it was taken up, by our clock: what is older is not it
  Sight look(Payment payment, Instant since) {
    Instant until = clock.instant().plus(LOOK_MAX);
    PaymentAsset asset = payment.requirement().asset();
    Optional<BigInteger> chain = call("eth_chainId").flatMap(EvmChain::number);
    Optional<Block> latest = block("latest");
    if (latest.isEmpty() || !chain.equals(Optional.of(asset.chainId()))) {
      return new Sight.Hidden();
    }
    Optional<BigInteger> used =
        call(
                "eth_call",
                Map.of("to", asset.address().value(), "data", stateQuery(payment.authorization())),
                hex(latest.get().number()))
            .flatMap(EvmChain::number);
    if (used.isEmpty()) {
      return new Sight.Hidden();
    }
    return used.get().signum() == 0
        ? new Sight.Unused(latest.get().at())
        : find(payment, latest.get(), since.minus(SKEW), until);
  }

  /// Goes back from the newest block to those of `since`.
  private Sight find(Payment payment, Block latest, Instant since, Instant until) {
    long to = latest.number();
    while (to >= 0 && clock.instant().isBefore(until)) {
      long from = Math.max(0, to - BLOCKS_PER_QUERY + 1);
      Optional<JsonNode> logs = uses(payment, from, to);
      Optional<Block> first = block(hex(from));
      if (logs.isEmpty() || first.isEmpty()) {
        return new Sight.Hidden();
      }
      for (JsonNode log : logs.get()) {
        return transfer(payment, log);
      }
      if (first.get().at().isBefore(since)) {
        break;
      }
      to = from - 1;
    }
    return new Sight.Hidden();
  }

  private Optional<JsonNode> uses(Payment payment, long from, long to) {
    return call(
            "eth_getLogs",
            Map.of(
                "address", payment.requirement().asset().address().value(),
                "fromBlock", hex(from),
                "toBlock", hex(to),
                "topics",
                    List.of(
                        AUTHORIZATION_USED,
                        word(payment.authorization().from()),
                        payment.authorization().nonce())))
        .filter(JsonNode::isArray);
  }

  /// Whether the use of the authorization is followed by the transfer it stands for. Tokens log the
  /// two one after the other, and one transaction may carry out several: the first event of the
  /// token behind the use is the one that counts.
  private Sight transfer(Payment payment, JsonNode use) {
    String hash = use.path("transactionHash").asString("");
    Optional<JsonNode> receipt =
        call("eth_getTransactionReceipt", hash).filter(found -> found.path("logs").isArray());
    Optional<BigInteger> usedAt = number(use.path("logIndex"));
    if (receipt.isEmpty() || usedAt.isEmpty()) {
      return new Sight.Hidden();
    }
    Optional<JsonNode> next =
        receipt
            .get()
            .path("logs")
            .valueStream()
            .filter(log ->
                sameText(log.path("address"), payment.requirement().asset().address().value()))
            .filter(log -> index(log).compareTo(usedAt.get()) > 0)
            .min(Comparator.comparing(EvmChain::index));
    return next.filter(log -> pays(log, payment)).isPresent()
        ? new Sight.Paid(hash)
        : new Sight.UsedOtherwise();
  }

  private static boolean pays(JsonNode log, Payment payment) {
    JsonNode topics = log.path("topics");
    return sameText(topics.path(0), TRANSFER)
        && sameText(topics.path(1), word(payment.authorization().from()))
        && sameText(topics.path(2), word(payment.requirement().payTo()))
        && number(log.path("data")).equals(Optional.of(payment.requirement().amount()));
  }

  private static BigInteger index(JsonNode log) {
    return number(log.path("logIndex")).orElse(BigInteger.ZERO);
  }

  private Optional<Block> block(String which) {
    return call("eth_getBlockByNumber", which, false)
        .flatMap(block ->
            number(block.path("number"))
                .flatMap(number ->
                    number(block.path("timestamp"))
                        .map(seconds ->
                            new Block(
                                number.longValueExact(),
                                Instant.ofEpochSecond(seconds.longValueExact())))));
  }

  private Optional<JsonNode> call(String method, Object... parameters) {
    Map<String, Object> request =
        Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(parameters));
    return JsonCall.post(node, Map.of(), request, CALL_MAX)
        .map(answer -> answer.path("result"))
        .filter(result -> !result.isMissingNode() && !result.isNull());
  }

  private static Optional<BigInteger> number(JsonNode node) {
    String text = node.asString("");
    return text.matches("0x[0-9a-fA-F]{1,64}")
        ? Optional.of(new BigInteger(text.substring(2), 16))
        : Optional.empty();
  }

  private static boolean sameText(JsonNode node, String text) {
    return node.asString("").equalsIgnoreCase(text);
  }

  private static String stateQuery(Authorization authorization) {
    return AUTHORIZATION_STATE
        + word(authorization.from()).substring(2)
        + authorization.nonce().substring(2);
  }

  private static String word(EvmAddress address) {
    return "0x" + "0".repeat(24) + address.value().substring(2);
  }

  private static String hex(long number) {
    return "0x" + Long.toHexString(number);
  }
}
