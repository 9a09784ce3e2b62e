package dev.posthouse.testing;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.Admission.Admitted;
import dev.posthouse.domain.outbound.Admission.Opening;
import dev.posthouse.domain.outbound.Contact;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.DayUnit;
import dev.posthouse.domain.outbound.DripStep;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.InsideHour;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.KeyUsage;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Standing;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Reservation;
import dev.posthouse.domain.tenant.KeyBudget;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testing.FakeStore.AddressOwner;
import dev.posthouse.testing.FakeStore.ContactKey;
import dev.posthouse.testing.FakeStore.Fault;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The [Outbox] in memory. Weak reads are as fresh as strong ones.
public final class FakeOutbox implements Outbox {
  private final FakeStore store;

  public FakeOutbox(FakeStore store) {
    this.store = store;
  }

  @Override
  public Standing standing(Inquiry inquiry, boolean strong) {
    synchronized (store) {
      Map<EmailAddress, Correspondent> recipients = new HashMap<>();
      for (EmailAddress address : inquiry.recipients()) {
        recipients.put(address, store.correspondent(inquiry.tenant(), inquiry.identity(), address));
      }
      Map<JobId, OutboundJob> jobs = new HashMap<>();
      for (JobId id : inquiry.jobs()) {
        Optional.ofNullable(store.jobs.get(id)).ifPresent(job -> jobs.put(id, job));
      }
      return new Standing(
          Optional.ofNullable(store.tenants.get(inquiry.tenant())),
          Optional.ofNullable(store.purses.get(inquiry.tenant())).filter(it -> inquiry.routes()),
          store.sheets.sheet(inquiry.identity(), inquiry.day()),
          recipients,
          jobs,
          internal(inquiry));
    }
  }

  private Set<EmailAddress> internal(Inquiry inquiry) {
    return inquiry.recipients().stream()
        .filter(address -> inquiry.routes() && isMailbox(address))
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isMailbox(EmailAddress address) {
    AddressOwner owner = store.addresses.get(address.canonical());
    return owner != null && !owner.handle();
  }

  @Override
  public boolean commit(Admission admission) {
    synchronized (store) {
      Fault fault = store.nextFault();
      if (fault == Fault.CONTENTION
          || !holds(admission)
          || !withinBudget(admission)
          || !withinHour(admission)
          || !withinPurse(admission.reservation())) {
        return false;
      }
      after(admission)
          .values()
          .forEach(sheet -> store.sheets.put(sheet, admission.roster().revision()));
      admission.messages().forEach(message -> apply(message, admission.roster()));
      reserve(admission.reservation());
      if (admission.inside() > 0) {
        store.insideHours.merge(
            hour(admission.roster().tenant(), admission.at()), admission.inside(), Integer::sum);
      }
      KeyBudget budget = admission.budget();
      if (budget != null) {
        store.budgets.merge(
            pot(admission, budget),
            after(KeyUsage.NONE, admission),
            (known, more) -> after(known, admission));
      }
      return fault != Fault.ANSWER_LOST;
    }
  }

  private static Map<LocalDate, Integer> perDay(Purse purse, Reservation reservation) {
    var days = new HashMap<>(purse.perDay());
    reservation.added().forEach((day, count) -> days.merge(day, count, Integer::sum));
    days.keySet().removeAll(reservation.forgotten());
    return days;
  }

  private boolean withinPurse(@Nullable Reservation reservation) {
    if (reservation == null) {
      return true;
    }
    Purse before = reservation.before();
    Purse now = store.purses.get(before.tenant());
    return now != null
        && now.policy().equals(before.policy())
        && now.available().cover(reservation.credits())
        && (!reservation.limited() || now.sends() == before.sends());
  }

  private void reserve(@Nullable Reservation reservation) {
    if (reservation == null) {
      return;
    }
    store.purses.computeIfPresent(
        reservation.before().tenant(),
        (tenant, purse) ->
            new Purse(
                tenant,
                purse.policy(),
                purse.available().minus(reservation.credits()),
                purse.reserved().plus(reservation.credits()),
                purse.sends() + reservation.credits().count(),
                perDay(purse, reservation),
                reservation.after().countedFrom(),
                reservation.after().recent()));
    reservation.pages().forEach(page -> FakeMomentPages.put(store, page));
  }

  @Override
  public Map<LocalDate, DaySheet> sheets(IdentityId identity, LocalDate from, LocalDate to) {
    synchronized (store) {
      return store.sheets.between(identity, from, to);
    }
  }

  @Override
  public KeyUsage usage(KeyId pot, LocalDate day) {
    synchronized (store) {
      return store.budgets.getOrDefault(pot + " " + day, KeyUsage.NONE);
    }
  }

  private static KeyUsage after(KeyUsage before, Admission admission) {
    return new KeyUsage(
        before.sends() + admission.messages().size(),
        before.newRecipients() + admission.firstContacts());
  }

  private static String pot(Admission admission, KeyBudget budget) {
    return budget.pot() + " " + OutboundJob.dayOf(admission.at());
  }

  private boolean withinBudget(Admission admission) {
    KeyBudget budget = admission.budget();
    if (budget == null) {
      return true;
    }
    KeyUsage after =
        after(store.budgets.getOrDefault(pot(admission, budget), KeyUsage.NONE), admission);
    return after.sends() <= budget.sendsPerDay().orElse(Integer.MAX_VALUE)
        && (admission.firstContacts() == 0
            || after.newRecipients() <= budget.newRecipientsPerDay().orElse(Integer.MAX_VALUE));
  }

  @Override
  public InsideHour inside(TenantId tenant, Instant at) {
    synchronized (store) {
      return new InsideHour(
          InsideHour.of(at).start(), store.insideHours.getOrDefault(hour(tenant, at), 0));
    }
  }

  private boolean withinHour(Admission admission) {
    int inside = admission.inside();
    return inside == 0
        || inside(admission.roster().tenant(), admission.at()).used() + inside <= InsideHour.MAX;
  }

  private static String hour(TenantId tenant, Instant at) {
    return tenant + " " + InsideHour.of(at).start();
  }

  private boolean holds(Admission admission) {
    Roster roster = admission.roster();
    return after(admission).values().stream().allMatch(after -> holds(admission, after))
        && admission.messages().stream().allMatch(message -> holds(message, roster));
  }

  private boolean holds(Admission admission, DaySheet after) {
    DaySheet before = store.sheets.sheet(after.identity(), after.day());
    DripStep drip = admission.drips().get(after.day());
    return store.sheets.admits(admission.roster(), before, after)
        && (drip == null || drip.before().equals(before.drip()));
  }

  private boolean holds(Admitted message, Roster roster) {
    Envelope envelope = message.job().envelope();
    Correspondent recipient =
        store.correspondent(envelope.tenant(), envelope.identity(), envelope.recipient());
    if (store.jobs.containsKey(message.job().id())) {
      return false;
    }
    if (message.opening().isPresent()) {
      return recipient.contact().isEmpty() && recipient.suppression().isEmpty();
    }
    if (message.unanswered(roster)
        && recipient.contact().map(Contact::unanswered).orElse(0) >= Contact.UNANSWERED_MAX) {
      return false;
    }
    return message.repinnedFrom().isEmpty()
        || message.repinnedFrom().equals(recipient.contact().map(Contact::ordinal));
  }

  /// The sheets of the days that the messages are counted on, with them.
  private Map<LocalDate, DaySheet> after(Admission admission) {
    Map<LocalDate, DaySheet> sheets = new HashMap<>();
    for (Admitted message : admission.messages()) {
      DayUnit unit = unit(message);
      DaySheet sheet =
          sheets.computeIfAbsent(
              unit.day(), day -> store.sheets.sheet(admission.roster().identity(), day));
      sheets.put(unit.day(), sheet.plusOne(unit.ordinal()));
    }
    admission
        .drips()
        .forEach((day, drip) ->
            sheets.computeIfPresent(day, (key, sheet) -> sheet.dripping(drip.after())));
    return sheets;
  }

  private static DayUnit unit(Admitted message) {
    return message.job().unit().orElseThrow();
  }

  private static ContactKey key(Admitted message) {
    Envelope envelope = message.job().envelope();
    return ContactKey.of(envelope.tenant(), envelope.identity(), envelope.recipient());
  }

  private void apply(Admitted message, Roster roster) {
    OutboundJob job = message.job();
    Envelope envelope = job.envelope();
    int ordinal = envelope.sender().ordinal();
    store.jobs.put(job.id(), job);
    message
        .opening()
        .ifPresent(opening -> {
          store.contacts.put(
              key(message), new Contact(ordinal, envelope.conversation(), Optional.empty()));
          store.conversations.merge(
              envelope.conversation(), open(envelope, opening), (known, opened) -> known);
        });
    store.contacts.computeIfPresent(
        key(message),
        (key, contact) ->
            new Contact(
                message.repinnedFrom().isPresent() ? ordinal : contact.ordinal(),
                contact.conversation(),
                contact.heardAt(),
                contact.unanswered() + (message.unanswered(roster) ? 1 : 0)));
  }

  private static Conversation open(Envelope envelope, Opening opening) {
    return new Conversation(
        envelope.conversation(),
        envelope.tenant(),
        envelope.identity(),
        envelope.recipient(),
        opening.subject(),
        opening.snippet(),
        0,
        opening.labels(),
        List.of(),
        List.of(),
        false,
        opening.at(),
        opening.at());
  }
}
