package dev.posthouse.ses;

import dev.posthouse.domain.sending.AccountQuota;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// The [AccountQuota] of SES v2, which counts recipients: each of our messages has one.
public final class SesAccountQuota implements AccountQuota {
  private final SesV2Client ses;

  public SesAccountQuota(SesV2Client ses) {
    this.ses = ses;
  }

  @Override
  public long perDay() {
    return ses.getAccount(get -> {}).sendQuota().max24HourSend().longValue();
  }
}
