package dev.posthouse.billing;

import dev.posthouse.domain.billing.Authorization;
import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads a proof of payment from its header, strictly: what one reader takes for a number and
/// another does not is how money is lost.
final class DecodeProof {
  /// Longest header, in characters: x402's own are around 1,000, and a gateway takes 10,240 bytes
  /// of headers in all.
  static final int HEADER_MAX = 8_192;

  private static final String HEADER = "payment-signature";
  private static final String HEADER_V1 = "x-payment";
  private static final String AUTHORIZATION = "payload.authorization";

  private static final Pattern SIGNATURE = Pattern.compile("0x(?:[0-9a-fA-F]{2}){65,3000}");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,77}");
  private static final int UINT256_BITS = 256;

  private DecodeProof() {}

  /// The proof that a request bears, empty if it bears none.
  ///
  /// @throws ProblemException 400 naming the field that is wrong
  static Optional<Proof> of(HttpRequest request) {
    if (request.header(HEADER_V1).isPresent()) {
      throw version("x-payment", "is of x402 version 1; this API takes version 2 only");
    }
    return request.header(HEADER).map(header -> proof(json(header), request.path()));
  }

  private static JsonNode json(String header) {
    if (header.length() > HEADER_MAX) {
      throw encoding("is longer than " + HEADER_MAX + " characters");
    }
    JsonNode json;
    try {
      byte[] bytes = Base64.getDecoder().decode(header);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      json = Json.mapper().readTree(text);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw encoding("is not base64 of UTF-8");
    } catch (JacksonException e) {
      throw encoding("is not base64 of JSON, each key once");
    }
    if (!json.isObject()) {
      throw encoding("is not base64 of a JSON object");
    }
    return json;
  }

  private static Proof proof(JsonNode json, String path) {
    JsonNode version = json.path("x402Version");
    if (!version.isIntegralNumber() || version.asLong() != X402.VERSION) {
      throw version("x402Version", "is the number 2: this API takes x402 version 2 only");
    }
    resource(json.path("resource"), path);
    JsonNode accepted = json.path("accepted");
    if (!accepted.isObject()) {
      throw problem(
          ProblemCode.MISSING_X402_ACCEPTED_REQUIREMENT, "accepted", "is the chosen requirement");
    }
    JsonNode payload = json.path("payload");
    if (!payload.isObject()) {
      throw problem(ProblemCode.MISSING_X402_PAYLOAD, "payload", "is an object");
    }
    String signature = text(payload.path("signature"));
    if (signature == null || !SIGNATURE.matcher(signature).matches()) {
      throw problem(
          ProblemCode.MISSING_X402_SIGNATURE,
          "payload.signature",
          "is 0x and at least 65 bytes in hexadecimal digits");
    }
    JsonNode authorization = payload.path("authorization");
    if (!authorization.isObject()) {
      throw problem(ProblemCode.MISSING_X402_AUTHORIZATION, AUTHORIZATION, "is an object");
    }
    return new Proof(
        accepted(accepted), authorization(authorization), signature.toLowerCase(Locale.ROOT));
  }

  /// The route counts, not how its host is spelt: proxies change that.
  private static void resource(JsonNode resource, String path) {
    String url = text(resource.path("url"));
    if (!resource.isObject() || url == null) {
      throw problem(
          ProblemCode.MISSING_X402_RESOURCE, "resource", "is the quote's resource with its url");
    }
    String named;
    try {
      URI uri = URI.create(url);
      named = uri.isAbsolute() ? uri.getPath() : null;
    } catch (IllegalArgumentException e) {
      named = null;
    }
    if (named == null || !named.endsWith(path)) {
      throw problem(ProblemCode.X402_RESOURCE_MISMATCH, "resource.url", "is not that of " + path);
    }
  }

  private static Proof.Accepted accepted(JsonNode json) {
    Map<String, String> extra = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : json.path("extra").properties()) {
      if (member.getValue().isString()) {
        extra.put(member.getKey(), member.getValue().stringValue());
      }
    }
    JsonNode timeout = json.path("maxTimeoutSeconds");
    return new Proof.Accepted(
        orEmpty(text(json.path("scheme"))),
        orEmpty(text(json.path("network"))),
        address(json.path("asset")),
        number(json.path("amount")),
        address(json.path("payTo")),
        timeout.isIntegralNumber() && timeout.canConvertToLong() ? timeout.longValue() : null,
        extra);
  }

  private static Authorization authorization(JsonNode json) {
    EvmAddress from = address(json.path("from"));
    EvmAddress to = address(json.path("to"));
    BigInteger value = number(json.path("value"));
    BigInteger validAfter = number(json.path("validAfter"));
    BigInteger validBefore = number(json.path("validBefore"));
    String nonce = text(json.path("nonce"));
    if (from == null
        || to == null
        || value == null
        || validAfter == null
        || validBefore == null
        || nonce == null) {
      throw incomplete(json);
    }
    if (!Authorization.isNonce(nonce)) {
      throw problem(
          ProblemCode.INVALID_X402_AUTHORIZATION_NONCE,
          AUTHORIZATION + ".nonce",
          "is 0x and 64 hexadecimal digits");
    }
    return new Authorization(from, to, value, validAfter, validBefore, nonce);
  }

  private static ProblemException incomplete(JsonNode json) {
    Problem problem =
        Problem.of(
            ProblemCode.INCOMPLETE_X402_AUTHORIZATION,
            "payload.authorization lacks fields, or they are not written as they should be.");
    for (String field : List.of("from", "to")) {
      if (address(json.path(field)) == null) {
        problem = wrong(problem, field, "is 0x and 40 hexadecimal digits");
      }
    }
    for (String field : List.of("value", "validAfter", "validBefore")) {
      if (number(json.path(field)) == null) {
        problem = wrong(problem, field, "is a text of decimal digits, such as \"50000\"");
      }
    }
    if (text(json.path("nonce")) == null) {
      problem = wrong(problem, "nonce", "is 0x and 64 hexadecimal digits");
    }
    return problem.asException();
  }

  private static Problem wrong(Problem problem, String field, String message) {
    return problem.withError(AUTHORIZATION + "." + field, problem.code(), message);
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.stringValue() : null;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable EvmAddress address(JsonNode node) {
    return node.isString() ? EvmAddress.parse(node.stringValue()).orElse(null) : null;
  }

  private static @Nullable BigInteger number(JsonNode node) {
    if (!node.isString() || !NUMBER.matcher(node.stringValue()).matches()) {
      return null;
    }
    BigInteger number = new BigInteger(node.stringValue());
    return number.bitLength() <= UINT256_BITS ? number : null;
  }

  private static ProblemException encoding(String message) {
    return problem(ProblemCode.INVALID_X402_PAYMENT_PROOF_ENCODING, HEADER, message);
  }

  private static ProblemException version(String field, String message) {
    return problem(ProblemCode.INVALID_X402_PAYMENT_PROOF_VERSION, field, message);
  }

  private static ProblemException problem(ProblemCode code, String field, String message) {
    return Problem.of(code, field + " " + message + ".")
        .withError(field, code, message)
        .asException();
  }
}
