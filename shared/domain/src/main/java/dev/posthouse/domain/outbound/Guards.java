package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Picker;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.KeyBudget;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.Tenant;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The guards a message passes before it is taken, in their documented order: the first refusal
/// wins.
public final class Guards {
  private static final int WARM_STAGE = 100;

  /// Where SES's mailbox simulator is; mail to it reaches nobody.
  private static final String SIMULATOR = "simulator.amazonses.com";

  private Guards() {}

  /// Decides on one message of a rotated identity, sent with a key without limits, to one recipient
  /// on the given day.
  public static Verdict check(
      Tenant tenant,
      Roster roster,
      DaySheet sheet,
      Correspondent recipient,
      Route route,
      RandomGenerator random) {
    var unlimited = new KeyStanding(KeyLimits.NONE, KeyUsage.NONE, sheet.day());
    return check(tenant, roster, sheet, recipient, route, unlimited, null, random);
  }

  /// Decides on one message to one recipient on the given day.
  ///
  /// @param route whether the recipient is a mailbox of this platform, as far as that matters: a
  ///   rotated identity needs permission whoever it writes to
  /// @param means what its tenant has to write with; null for a rotated identity, which its tier
  ///   covers
  static Verdict check(
      Tenant tenant,
      Roster roster,
      DaySheet sheet,
      Correspondent recipient,
      Route route,
      KeyStanding key,
      @Nullable Means means,
      RandomGenerator random) {
    Optional<Means> outside = Optional.ofNullable(means).filter(own -> route == Route.EXTERNAL);
    Optional<Means> inside = Optional.ofNullable(means).filter(own -> route == Route.INTERNAL);
    return barredSender(tenant, roster)
        .or(() -> outside.flatMap(Means::tooMany))
        .or(() -> barred(tenant, recipient, key.limits()))
        .or(() -> spent(key, recipient.contact().isEmpty()))
        .or(() -> outside.flatMap(Means::shortOf))
        .or(() -> notCovered(tenant, roster))
        .or(() -> inside.flatMap(own -> own.inside().full()))
        .<Verdict>map(Verdict.Refuse::new)
        .orElseGet(() -> place(roster, sheet, recipient, random));
  }

  /// Why this recipient is not written to, whatever the means.
  static Optional<Refusal> barred(Tenant tenant, Correspondent recipient, KeyLimits limits) {
    return bar(tenant, recipient).or(() -> notAllowed(limits, recipient.address()));
  }

  private static Optional<Refusal> notCovered(Tenant tenant, Roster roster) {
    return roster.selfServe() || tenant.mayRotate()
        ? Optional.empty()
        : Optional.of(new Refusal.ExternalSendNotEnabled());
  }

  private static Optional<Refusal> notAllowed(KeyLimits limits, EmailAddress recipient) {
    if (!limits.allows(recipient)) {
      return Optional.of(new Refusal.RecipientNotAllowed("this key does not write to that domain"));
    }
    return limits.test() && !recipient.domain().equals(SIMULATOR)
        ? Optional.of(
            new Refusal.RecipientNotAllowed("a test key writes to " + SIMULATOR + " only"))
        : Optional.empty();
  }

  /// Why the key may send no more today.
  private static Optional<Refusal> spent(KeyStanding key, boolean isNew) {
    if (key.limits().budget().isEmpty()) {
      return Optional.empty();
    }
    KeyBudget budget = key.limits().budget().get();
    KeyUsage usage = key.usage();
    LocalDate day = key.today();
    if (usage.sends() >= budget.sendsPerDay().orElse(Integer.MAX_VALUE)) {
      return exceeded("key_sends_per_day", usage.sends(), budget.sendsPerDay().orElse(0), day);
    }
    int most = budget.newRecipientsPerDay().orElse(Integer.MAX_VALUE);
    return isNew && usage.newRecipients() >= most
        ? exceeded("key_new_recipients_per_day", usage.newRecipients(), most, day)
        : Optional.empty();
  }

  private static Optional<Refusal> exceeded(String limit, int used, int cap, LocalDate day) {
    Instant resetsAt = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return Optional.of(new Refusal.KeyBudgetExceeded(new Binding(limit, used, cap, resetsAt)));
  }

  /// Why nothing may go from this identity, whoever it is for.
  public static Optional<Refusal> barredSender(Tenant tenant, Roster roster) {
    if (roster.state() != IdentityState.ACTIVE) {
      return Optional.of(new Refusal.IdentityInactive(roster.state()));
    }
    return tenant.suspended() ? Optional.of(new Refusal.OutboundSuspended()) : Optional.empty();
  }

  /// Why nothing may go from this tenant to this recipient: checked when a message is taken and
  /// once more right before it is sent.
  public static Optional<Refusal> bar(Tenant tenant, Correspondent recipient) {
    if (tenant.suspended()) {
      return Optional.of(new Refusal.OutboundSuspended());
    }
    if (tenant.suppressedDomains().contains(recipient.address().domain())) {
      return Optional.of(
          new Refusal.RecipientSuppressed(
              new Suppression(Suppression.Reason.MANUAL, tenant.createdAt())));
    }
    return recipient.suppression().map(Refusal.RecipientSuppressed::new);
  }

  /// Finds the mailbox for a message: the recipient's own while it is able, else one drawn, at the
  /// same domain first.
  public static Verdict place(
      Roster roster, DaySheet sheet, Correspondent recipient, RandomGenerator random) {
    if (sheet.total() >= roster.sheetCap()) {
      return new Verdict.Refuse(
          new Refusal.CapExceeded(
              binding(roster.sheetCapName(), sheet.total(), roster.sheetCap(), sheet)));
    }
    Optional<Mailbox> pinned =
        recipient.contact().flatMap(contact -> roster.mailbox(contact.ordinal()));
    if (pinned.isPresent() && Picker.standing(pinned.get(), sheet) == Picker.Standing.ABLE) {
      return new Verdict.Admit(pinned.get(), classOf(recipient), Affinity.EXISTING);
    }
    SendClass sendClass = classOf(recipient);
    if (pinned.isPresent() && sendClass == SendClass.WARM && Picker.answers(pinned.get(), sheet)) {
      return new Verdict.Admit(pinned.get(), sendClass, Affinity.EXISTING);
    }
    Affinity affinity = recipient.contact().isPresent() ? Affinity.REASSIGNED : Affinity.NEW;
    return pinned
        .map(old -> Picker.pickNear(old.address().domain(), roster, sheet, random))
        .orElseGet(() -> Picker.pick(roster, sheet, random))
        .<Verdict>map(mailbox -> new Verdict.Admit(mailbox, classOf(recipient), affinity))
        .orElseGet(() -> new Verdict.Refuse(whyNobody(roster, sheet)));
  }

  /// How well the recipient knows the sender.
  static SendClass classOf(Correspondent recipient) {
    return recipient
        .contact()
        .map(contact -> contact.warm() ? SendClass.WARM : SendClass.COLD_FOLLOWUP)
        .orElse(SendClass.COLD_FIRST_CONTACT);
  }

  private static Refusal whyNobody(Roster roster, DaySheet sheet) {
    if (roster.mailboxes().isEmpty()) {
      return new Refusal.NoAccounts();
    }
    List<Mailbox> spent = roster.mailboxes().stream().filter(Mailbox::eligible).toList();
    if (spent.isEmpty()) {
      return new Refusal.NoEligibleMailbox();
    }
    boolean warmingUp = spent.stream().anyMatch(mailbox -> mailbox.stage() < WARM_STAGE);
    int used = spent.stream().mapToInt(mailbox -> sheet.used(mailbox.ordinal())).sum();
    int cap = spent.stream().mapToInt(Mailbox::dailyCap).sum();
    return new Refusal.CapExceeded(binding(warmingUp ? "warmup" : "mailboxes", used, cap, sheet));
  }

  private static Binding binding(String limit, int used, int cap, DaySheet sheet) {
    return new Binding(
        limit, used, cap, sheet.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
