package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;

/// Where messages are taken: the day's count, the jobs and the recipients' pins hold together here.
public interface Outbox {
  /// Reads what a decision needs, in one round trip.
  ///
  /// @param strong whether it must be as of now; a decision to take may rest on what is a moment
  ///   old, because [#commit] checks it, a decision to refuse may not
  Standing standing(Inquiry inquiry, boolean strong);

  /// Takes the messages in one transaction: counts them on the day sheet within the caps and pins
  /// of the decision, those inside from a mailbox also on the tenant's hour within
  /// [InsideHour#MAX], reserves their credits within the quota of it, puts their jobs, opens their
  /// conversations.
  ///
  /// True: all are taken. False: none is known to be. Something had changed, somebody else was
  /// faster, or the answer was lost and they may have been taken after all; read again, strongly,
  /// and decide again.
  boolean commit(Admission admission);

  /// The day sheets of an identity that exist, from one day to another, as of now (strongly
  /// consistent).
  Map<LocalDate, DaySheet> sheets(IdentityId identity, LocalDate from, LocalDate to);

  /// What the keys of a pot have done on that day, as of now (strongly consistent).
  KeyUsage usage(KeyId pot, LocalDate day);

  /// What a tenant's mailboxes have written to others of this platform in the hour of that moment,
  /// as of now (strongly consistent).
  InsideHour inside(TenantId tenant, Instant at);

  /// What to read.
  ///
  /// @param day the UTC day the messages are to be sent on
  /// @param jobs the ids they will have, if a repetition of the request would give them the same
  /// @param routes whether to tell which recipients are mailboxes of this platform, and what the
  ///   tenant has to write to the others with
  record Inquiry(
      TenantId tenant,
      IdentityId identity,
      LocalDate day,
      Collection<EmailAddress> recipients,
      Collection<JobId> jobs,
      boolean routes) {
    /// An inquiry that need not know the recipients' routes.
    public Inquiry(
        TenantId tenant,
        IdentityId identity,
        LocalDate day,
        Collection<EmailAddress> recipients,
        Collection<JobId> jobs) {
      this(tenant, identity, day, recipients, jobs, false);
    }
  }
}
