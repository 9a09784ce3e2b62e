package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.Tenants;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Mails a new token of a mailbox to the operator its tenant named. Who asks is not told whether
/// there is such a mailbox: the same is read and counted for one that is not there.
///
/// The token never goes to an address of this platform, not even one that is nobody's yet. It could
/// be read through the mailbox concerned then: at once, or by having that other address's token
/// sent to it first, or by signing up for it.
final class Reissue {
  private static final Duration MAILBOX_WINDOW = Duration.ofMinutes(15);
  private static final int PER_MAILBOX = 1;

  private final Identities identities;
  private final Tenants tenants;
  private final MailboxTokens tokens;
  private final Throttle throttle;
  private final Notice notice;
  private final String platformDomain;
  private final InstantSource clock;

  Reissue(
      Identities identities,
      Tenants tenants,
      MailboxTokens tokens,
      Throttle throttle,
      Notice notice,
      String platformDomain,
      InstantSource clock) {
    this.identities = identities;
    this.tenants = tenants;
    this.tokens = tokens;
    this.throttle = throttle;
    this.notice = notice;
    this.platformDomain = platformDomain;
    this.clock = clock;
  }

  /// Does what can be done, and says nothing of it.
  void reissue(EmailAddress address) {
    boolean room =
        throttle.take("reissues_per_mailbox", address.canonical(), PER_MAILBOX, MAILBOX_WINDOW);
    Optional<Identity> mailbox =
        identities.find(new Handle(address.canonical())).filter(Reissue::inUse);
    Optional<EmailAddress> operator =
        mailbox
            .flatMap(identity -> tenants.find(identity.roster().tenant()))
            .map(Tenant::operatorEmail)
            .filter(this::outside);
    if (room && mailbox.isPresent() && operator.isPresent() && notice.mail().isPresent()) {
      mail(mailbox.get(), operator.get());
    }
  }

  private static boolean inUse(Identity identity) {
    return identity.selfServe()
        && identity.roster().mailboxes().stream().anyMatch(Mailbox::eligible);
  }

  private boolean outside(EmailAddress operator) {
    boolean ours =
        operator.domain().equals(platformDomain)
            || operator.domain().endsWith("." + platformDomain);
    return !ours && identities.owner(operator).isEmpty();
  }

  private void mail(Identity mailbox, EmailAddress operator) {
    MailboxTokens.Token token =
        tokens.draw(mailbox.roster().tenant(), mailbox.id(), "reissued token", clock.instant());
    tenants.addKey(token.key(), token.secret());
    String text =
        """
        Somebody asked for a new token of the mailbox %s, whose operator you are:

        %s

        It works until %s. Tokens given before go on working until their end.
        """
            .formatted(mailbox.handle(), token.secret().reveal(), token.key().expiresAt());
    notice.send(operator, "A new token of " + mailbox.handle(), text);
  }
}
