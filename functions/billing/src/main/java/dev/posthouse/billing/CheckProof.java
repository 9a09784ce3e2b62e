package dev.posthouse.billing;

import dev.posthouse.domain.billing.Authorization;
import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.PaymentAsset;
import dev.posthouse.domain.billing.Requirement;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Compares a proof with what was asked for, and its signature with its payer. What passes is worth
/// asking the facilitator about.
final class CheckProof {
  /// How long a proof must hold when it comes: the facilitator wants six seconds at the end of its
  /// work, which may take twenty.
  static final Duration MARGIN = Duration.ofSeconds(30);

  private CheckProof() {}

  /// The requirement the proof meets.
  ///
  /// @throws ProblemException 400 naming what differs
  static Requirement met(Proof proof, List<Requirement> offered, Instant now) {
    Requirement requirement = chosen(proof.accepted(), offered);
    compare(proof.accepted(), requirement);
    demandPays(proof.authorization(), requirement, now);
    demandSigned(proof, requirement.asset());
    return requirement;
  }

  private static Requirement chosen(Proof.Accepted accepted, List<Requirement> offered) {
    return offered.stream()
        .filter(offer -> offer.asset().network().equals(accepted.network()))
        .filter(offer -> offer.asset().address().equals(accepted.asset()))
        .findFirst()
        .orElseThrow(() -> {
          boolean network =
              offered.stream()
                  .anyMatch(offer -> offer.asset().network().equals(accepted.network()));
          return mismatch(network ? "asset" : "network", "is none of those offered").asException();
        });
  }

  private static void compare(Proof.Accepted accepted, Requirement requirement) {
    if (!accepted.scheme().equals(Requirement.SCHEME)) {
      throw mismatch("scheme", "is " + Requirement.SCHEME).asException();
    }
    if (!requirement.amount().equals(accepted.amount())) {
      throw mismatch("amount", "is \"" + requirement.amount() + "\"").asException();
    }
    if (!requirement.payTo().equals(accepted.payTo())) {
      throw mismatch("payTo", "is " + Keccak.checksummed(requirement.payTo())).asException();
    }
    if (!Objects.equals(accepted.timeoutSeconds(), requirement.timeout().toSeconds())) {
      throw mismatch("maxTimeoutSeconds", "is " + requirement.timeout().toSeconds()).asException();
    }
    PaymentAsset asset = requirement.asset();
    demandExtra(accepted, "name", asset.name());
    demandExtra(accepted, "version", asset.version());
  }

  /// Payers may add to `extra`; what we put there has to come back.
  private static void demandExtra(Proof.Accepted accepted, String name, String value) {
    if (!value.equals(accepted.extra().get(name))) {
      throw mismatch("extra." + name, "is \"" + value + "\"").asException();
    }
  }

  private static Problem mismatch(String field, String message) {
    String path = "accepted." + field;
    return Problem.of(ProblemCode.X402_REQUIREMENT_MISMATCH, path + " " + message + ".")
        .withError(path, ProblemCode.X402_REQUIREMENT_MISMATCH, message);
  }

  private static void demandPays(
      Authorization authorization, Requirement requirement, Instant now) {
    if (!authorization.to().equals(requirement.payTo())) {
      throw unpaying("to", "is " + Keccak.checksummed(requirement.payTo()));
    }
    if (!authorization.value().equals(requirement.amount())) {
      throw unpaying("value", "is \"" + requirement.amount() + "\"");
    }
    if (!authorization.begunAt(now)) {
      throw unpaying("validAfter", "is still to come");
    }
    if (!authorization.expiresAt().isAfter(now.plus(MARGIN))) {
      throw unpaying(
          "validBefore", "is over, or less than " + MARGIN.toSeconds() + " seconds ahead");
    }
  }

  private static ProblemException unpaying(String field, String message) {
    String path = "payload.authorization." + field;
    return Problem.of(ProblemCode.X402_AUTHORIZATION_MISMATCH, path + " " + message + ".")
        .withError(path, ProblemCode.X402_AUTHORIZATION_MISMATCH, message)
        .asException();
  }

  /// Smart accounts sign in ways of their own, at greater length: those are the facilitator's to
  /// check.
  private static void demandSigned(Proof proof, PaymentAsset asset) {
    byte[] signature = HexFormat.of().parseHex(proof.signature().substring(2));
    if (signature.length > Eip3009.PLAIN_LENGTH) {
      return;
    }
    Optional<EvmAddress> signer =
        Eip3009.signer(Eip3009.digest(asset, proof.authorization()), signature);
    if (!signer.equals(Optional.of(proof.authorization().from()))) {
      String message =
          signer.isEmpty()
              ? "is none that a token takes: v is 27 or 28, and s in the lower half"
              : "is not by payload.authorization.from, or over another authorization";
      throw Problem.of(ProblemCode.INVALID_X402_SIGNATURE, "payload.signature " + message + ".")
          .withError("payload.signature", ProblemCode.INVALID_X402_SIGNATURE, message)
          .asException();
    }
  }
}
