package dev.posthouse.billing;

import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.Platform;

/// Credits for money: what a tenant has, and how it gets more.
public final class BillingHandler extends HttpFunction {
  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public BillingHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public BillingHandler(Platform platform) {
    super(platform, PaymentAnswers::classify);
    BillingWiring wiring = BillingWiring.of(platform);
    route("GET /v1/billing/account", wiring.accounts()::account);
    route("GET /v1/billing/ledger", wiring.accounts()::ledger);
    route("GET /v1/billing/receipts", wiring.accounts()::receipts);
    route("GET /v1/billing/receipts/{id}", wiring.accounts()::receipt);
    route("POST /v1/billing/topup", wiring.payments()::topUp);
    route("POST /v1/billing/upgrade-intent", wiring.payments()::upgrade);
    route("POST /v1/billing/payment/confirm", wiring.payments()::confirm);
  }
}
