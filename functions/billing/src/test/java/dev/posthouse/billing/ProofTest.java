package dev.posthouse.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Proofs that are wrong: each is refused for what is wrong with it, before anything is stored and
/// before the facilitator hears of it.
class ProofTest {
  private final Till till = Till.open();
  private final Tenant tenant = Till.freeTenant();
  private final Caller caller = till.deployment.caller(tenant);

  @AfterEach
  void close() {
    till.close();
  }

  @Test
  void whatIsNoBase64OfAJsonObjectIsNoProof() {
    String good = Payer.header(till.proof(caller, 5));
    String encoding = "invalid_x402_payment_proof_encoding";

    refused(encoding, "payment-signature", "not base64!");
    refused(encoding, "payment-signature", good.substring(0, 10) + " " + good.substring(10));
    refused(encoding, "payment-signature", good + "," + good);
    refused(encoding, "payment-signature", Payer.header("[1]"));
    refused(encoding, "payment-signature", Payer.header("{\"x402Version\":2"));
    refused(encoding, "payment-signature", Payer.header("{\"x402Version\":2,\"x402Version\":2}"));
    refused(encoding, "payment-signature", Payer.header("{} {}"));
    refused(encoding, "payment-signature", Payer.header("[".repeat(200) + "]".repeat(200)));
    refused(
        encoding,
        "payment-signature",
        Base64.getEncoder().encodeToString("{\"é\":1}".getBytes(StandardCharsets.ISO_8859_1)));
    refused(encoding, "payment-signature", Payer.header("{\"pad\":\"" + "x".repeat(8_192) + "\"}"));
    refused(
        encoding,
        "payment-signature",
        Base64.getUrlEncoder()
            .encodeToString("{\"a\":\"~~~???>>>\"}".getBytes(StandardCharsets.UTF_8)));
  }

  /// As the official client's own reader takes it.
  @Test
  void thePaddingMayBeLeftOut() {
    for (String json : List.of("{\"a\":1}", "{\"a\":12}", "{\"a\":123}")) {
      String padded = Payer.header(json);
      for (String header : List.of(padded, padded.replace("=", ""))) {
        assertThat(till.topUp(caller, 5, header, Map.of()).text("code"))
            .isEqualTo("invalid_x402_payment_proof_version");
      }
    }
  }

  @Test
  void versionOneIsToldThatItIsVersionOne() {
    String code = "invalid_x402_payment_proof_version";
    changed(code, "x402Version", proof -> proof.put("x402Version", 1));
    changed(code, "x402Version", proof -> proof.put("x402Version", "2"));
    changed(code, "x402Version", proof -> proof.put("x402Version", 2.0));
    changed(code, "x402Version", proof -> proof.remove("x402Version"));

    Answer answer =
        caller.post(
            Till.TOPUP,
            Map.of("credits", 5),
            Map.of("X-PAYMENT", Payer.header("{\"x402Version\":1}")));
    assertThat(answer.text("code")).isEqualTo(code);
    assertThat(answer.text("detail")).contains("version 1", "version 2");
  }

  @Test
  void theResourceIsThisRoute() {
    changed("missing_x402_resource", "resource", proof -> proof.remove("resource"));
    changed(
        "missing_x402_resource", "resource", proof -> proof.put("resource", "https://a.example"));
    changed("missing_x402_resource", "resource", proof -> at(proof, "resource").put("url", 5));
    String code = "x402_resource_mismatch";
    for (String url :
        new String[] {
          "https://api.post.example/v1/billing/upgrade-intent", "/v1/billing/topup", "not a url", ""
        }) {
      changed(code, "resource.url", proof -> at(proof, "resource").put("url", url));
    }
  }

  @Test
  void howTheHostIsSpeltDoesNotMatter() {
    ObjectNode proof = till.proof(caller, 5);
    at(proof, "resource").put("url", "http://API.post.example:8443/v1/billing/topup?a=b");

    assertThat(till.topUp(caller, 5, proof).status()).isEqualTo(200);
  }

  @Test
  void theTermsAreThoseOfThisVeryRequest() {
    changed("missing_x402_accepted_requirement", "accepted", proof -> proof.remove("accepted"));
    changed(
        "missing_x402_accepted_requirement", "accepted", proof -> proof.put("accepted", "exact"));
    String code = "x402_requirement_mismatch";
    Map<String, Consumer<ObjectNode>> wrong = new LinkedHashMap<>();
    wrong.put("scheme", accepted -> accepted.put("scheme", "upto"));
    wrong.put("network", accepted -> accepted.put("network", "eip155:1"));
    wrong.put("asset", accepted -> accepted.put("asset", "0x" + "1".repeat(40)));
    wrong.put("amount", accepted -> accepted.put("amount", "40000"));
    wrong.put("payTo", accepted -> accepted.put("payTo", "0x" + "1".repeat(40)));
    wrong.put("maxTimeoutSeconds", accepted -> accepted.put("maxTimeoutSeconds", 300));
    wrong.put("extra.name", accepted -> at(accepted, "extra").put("name", "USD Coin"));
    wrong.put("extra.version", accepted -> at(accepted, "extra").put("version", "1"));
    wrong.forEach((field, change) ->
        changed(code, "accepted." + field, proof -> change.accept(at(proof, "accepted"))));

    // A proof for five credits does not pay for six.
    ObjectNode five = till.proof(caller, 5);
    Answer answer = till.topUp(caller, 6, five);
    assertThat(answer.text("code")).isEqualTo(code);
    assertThat(answer.fields()).containsExactly("accepted.amount");
  }

  @Test
  void payersMayAddToExtra() {
    ObjectNode proof = till.proof(caller, 5);
    at(proof, "accepted", "extra").put("memo", "for the mail").put("more", 1);
    proof.putObject("extensions").putObject("payment-identifier").put("id", "abc");

    assertThat(till.topUp(caller, 5, proof).status()).isEqualTo(200);
    assertThat(till.x402.bodies().toString()).doesNotContain("memo", "extensions");
  }

  @Test
  void thePayloadHasASignatureAndAnAuthorization() {
    changed("missing_x402_payload", "payload", proof -> proof.remove("payload"));
    for (String signature :
        new String[] {"", "0x", "0x1234", "ab".repeat(65), "0x" + "zz".repeat(65)}) {
      changed(
          "missing_x402_signature",
          "payload.signature",
          proof -> at(proof, "payload").put("signature", signature));
    }
    changed(
        "missing_x402_signature",
        "payload.signature",
        proof -> at(proof, "payload").remove("signature"));
    changed(
        "missing_x402_authorization",
        "payload.authorization",
        proof -> {
          JsonNode message = at(proof, "payload").remove("authorization");
          at(proof, "payload").set("message", message);
        });
  }

  @Test
  void everyFieldOfTheAuthorizationIsThereAndOfItsKind() {
    for (String field :
        new String[] {"from", "to", "value", "validAfter", "validBefore", "nonce"}) {
      changed(
          "incomplete_x402_authorization",
          "payload.authorization." + field,
          proof -> authorization(proof).remove(field));
    }
    for (String field : new String[] {"value", "validAfter", "validBefore"}) {
      for (String number :
          new String[] {"0xc350", " 50000", "050000", "-1", "5e4", "1.0", "", "9".repeat(79)}) {
        changed(
            "incomplete_x402_authorization",
            "payload.authorization." + field,
            proof -> authorization(proof).put(field, number));
      }
      changed(
          "incomplete_x402_authorization",
          "payload.authorization." + field,
          proof -> authorization(proof).put(field, 50_000));
    }
    for (String nonce : new String[] {"0x01", "01".repeat(32), "0x" + "0g".repeat(32)}) {
      changed(
          "invalid_x402_authorization_nonce",
          "payload.authorization.nonce",
          proof -> authorization(proof).put("nonce", nonce));
    }
    changed(
        "incomplete_x402_authorization",
        "payload.authorization.from",
        proof -> authorization(proof).put("from", "vitalik.eth"));
  }

  @Test
  void theAuthorizationPaysUsTheExactAmountNow() {
    String code = "x402_authorization_mismatch";
    long now = till.now().getEpochSecond();
    resigned(code, "to", proof -> authorization(proof).put("to", "0x" + "1".repeat(40)));
    resigned(code, "value", proof -> authorization(proof).put("value", "49999"));
    resigned(code, "value", proof -> authorization(proof).put("value", "50001"));
    resigned(code, "validAfter", proof -> authorization(proof).put("validAfter", now + 1 + ""));
    resigned(code, "validBefore", proof -> authorization(proof).put("validBefore", now + 30 + ""));
    resigned(code, "validBefore", proof -> authorization(proof).put("validBefore", "0"));
  }

  @Test
  void aLongWindowIsTaken() {
    ObjectNode proof = till.proof(caller, 5);
    authorization(proof).put("validBefore", "1" + "0".repeat(70));
    authorization(proof).put("validAfter", Long.toString(till.now().getEpochSecond()));
    till.payer.sign(proof);

    assertThat(till.topUp(caller, 5, proof).status()).isEqualTo(200);
  }

  @Test
  void theSignatureIsThePayersOverThisAuthorization() {
    String code = "invalid_x402_signature";
    changed(
        code,
        "payload.signature",
        proof -> {
          proof.set("payload", new Payer(7).proof(quoteOf(proof), till.now()).path("payload"));
          authorization(proof).put("from", Keccak.checksummed(till.payer.address()));
        });
    changed(
        code,
        "payload.signature",
        proof -> authorization(proof).put("nonce", "0x" + "77".repeat(32)));
    changed(
        code,
        "payload.signature",
        proof -> at(proof, "payload").put("signature", "0x" + "00".repeat(65)));
  }

  @Test
  void theSignatureOfASmartAccountIsLeftToTheFacilitator() {
    ObjectNode proof = till.proof(caller, 5);
    at(proof, "payload").put("signature", "0x" + "AB".repeat(200));

    assertThat(till.topUp(caller, 5, proof).status()).isEqualTo(200);
    assertThat(
            till.x402
                .bodies()
                .getLast()
                .path("paymentPayload")
                .path("payload")
                .path("signature")
                .asString())
        .isEqualTo("0x" + "ab".repeat(200));
  }

  @Test
  void noProofWhateverItsBytesMakesAServerError() {
    Random random = new Random(402);
    String good = till.proof(caller, 5).toString();
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int change = 0; change <= random.nextInt(3); change++) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
          default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
        }
      }
      assertThat(till.topUp(caller, 5, Payer.header(text.toString()), Map.of()).status())
          .as(text.toString())
          .isIn(200, 400, 402);
    }
    assertThat(till.available(tenant)).isLessThanOrEqualTo(5);
  }

  private void changed(String code, String field, Consumer<ObjectNode> change) {
    ObjectNode proof = till.proof(caller, 5);
    change.accept(proof);
    refused(code, field, Payer.header(proof));
  }

  private void resigned(String code, String field, Consumer<ObjectNode> change) {
    changed(
        code,
        "payload.authorization." + field,
        proof -> {
          change.accept(proof);
          till.payer.sign(proof);
        });
  }

  private void refused(String code, String field, String header) {
    int calls = till.x402.calls().size();
    Answer answer =
        till.deployment.refused(400, code, () -> till.topUp(caller, 5, header, Map.of()));
    assertThat(answer.fields()).contains(field);
    assertThat(answer.headers()).doesNotContainKey("payment-required");
    assertThat(till.x402.calls()).hasSize(calls);
  }

  private static JsonNode quoteOf(ObjectNode proof) {
    ObjectNode quote = proof.objectNode();
    quote.set("resource", proof.path("resource"));
    quote.putArray("accepts").add(proof.path("accepted"));
    return quote;
  }

  private static ObjectNode authorization(ObjectNode proof) {
    return at(proof, "payload", "authorization");
  }

  private static ObjectNode at(ObjectNode node, String... path) {
    JsonNode found = node;
    for (String name : path) {
      found = found.path(name);
    }
    return (ObjectNode) found;
  }
}
