package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.firstContacts;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.message.Messages.Arrival;
import dev.posthouse.domain.outbound.Acceptance;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.Happening;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.outbound.Waiting;
import dev.posthouse.domain.pool.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.outbound.Conversations] promises about waits for answers, and
/// about what it remembers of itself.
public interface NoReplyContract extends StoreContract {
  @Test
  default void aWaitBeginsWhenTheMessageWentOutAndEndsOnce() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob job = sent(roster, person(), NOW.plusSeconds(60), Duration.ofHours(4));
    ConversationId id = job.envelope().conversation();
    Instant until = NOW.plusSeconds(60).plus(Duration.ofHours(4));
    assertThat(conversation(id).waiting().until()).isEqualTo(until);
    assertThat(overdue(until.minusMillis(1))).doesNotContain(id);
    assertThat(overdue(until)).contains(id);

    assertThat(ports().conversations().expire(id, until.minusMillis(1))).isEmpty();
    Optional<Conversation> ended = ports().conversations().expire(id, until.plusSeconds(30));

    var unanswered =
        new Waiting.Unanswered(
            until.plusSeconds(30), Duration.ofHours(4).plusSeconds(30), job.envelope().message());
    assertThat(ended.orElseThrow().waiting())
        .isEqualTo(new Waiting(NOW.plusSeconds(60), null, null, null, unanswered));
    assertThat(ended.orElseThrow().timeline())
        .containsExactly(
            new Happening(until.plusSeconds(30), Happening.Kind.NO_REPLY_EXPIRED, "14430000"));
    assertThat(ended).contains(conversation(id));
    assertThat(ports().conversations().expire(id, until.plusSeconds(90))).isEmpty();
    assertThat(overdue(until.plusSeconds(90))).doesNotContain(id);
  }

  @Test
  default void anotherMessageWaitsAnewOrNotAtAll() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    OutboundJob first = sent(roster, person, NOW, Duration.ofHours(1));
    ConversationId id = first.envelope().conversation();

    sent(roster, person, NOW.plusSeconds(600), Duration.ofHours(1));
    assertThat(conversation(id).waiting().until()).isEqualTo(NOW.plusSeconds(4200));
    sent(roster, person, NOW.plusSeconds(300), Duration.ofMinutes(1));
    assertThat(conversation(id).waiting().until())
        .as("told of late, it went out before")
        .isEqualTo(NOW.plusSeconds(4200));
    sent(roster, person, NOW.plusSeconds(900), null);
    assertThat(conversation(id).waiting().until()).isNull();
    assertThat(overdue(NOW.plus(Duration.ofDays(9)))).doesNotContain(id);
  }

  @Test
  default void aPersonsAnswerEndsTheWaitAndAMachinesDoesNot() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    ConversationId id =
        sent(roster, person, NOW.plusSeconds(10), Duration.ofHours(1)).envelope().conversation();

    for (MessageKind kind : List.of(MessageKind.AUTO_REPLY, MessageKind.BOUNCE)) {
      hear(roster, kind, person, NOW.plusSeconds(20));
      assertThat(conversation(id).waiting().until()).isNotNull();
    }
    hear(roster, MessageKind.HUMAN, person, NOW.plusSeconds(5));
    assertThat(conversation(id).waiting().until()).as("written before").isNotNull();
    hear(roster, MessageKind.HUMAN, person, NOW.plusSeconds(30));
    assertThat(conversation(id).waiting().until()).isNull();
    assertThat(overdue(NOW.plus(Duration.ofDays(9)))).doesNotContain(id);

    sent(roster, person, NOW.plusSeconds(25), Duration.ofHours(1));
    assertThat(conversation(id).waiting().until()).as("answered already").isNull();
    sent(roster, person, NOW.plusSeconds(40), Duration.ofHours(1));
    assertThat(conversation(id).waiting().until()).isNotNull();
    hear(roster, MessageKind.UNSUBSCRIBE, person, NOW.plusSeconds(50));
    assertThat(conversation(id).waiting().until()).isNull();
  }

  @Test
  @Racing
  default void ofAnAnswerAndTheEndOfTheWaitTheFirstWins() {
    Roster roster = pool(ports(), 150, 93);
    Instant until = NOW.plusSeconds(3600);
    for (int round = 0; round < 8; round++) {
      EmailAddress person = person();
      ConversationId id = sent(roster, person, NOW, Duration.ofHours(1)).envelope().conversation();

      List<Boolean> ended =
          Race.run(
              3,
              number ->
                  () -> {
                    if (number == 0) {
                      hear(roster, MessageKind.HUMAN, person, until);
                      return false;
                    }
                    return ports().conversations().expire(id, until).isPresent();
                  });

      Waiting after = conversation(id).waiting();
      assertThat(after.until()).isNull();
      assertThat(ended.stream().filter(it -> it).count()).isEqualTo(after.last() == null ? 0 : 1);
      assertThat(ports().conversations().expire(id, until.plusSeconds(1))).isEmpty();
    }
  }

  @Test
  default void aConversationRemembersItsLabelsAndTheArchive() {
    Roster roster = pool(ports(), 150, 93);
    ConversationId id = sent(roster, person(), NOW, null).envelope().conversation();

    change(id, Set.of("two words", "hot"), Set.of("demo"), true, NOW.plusSeconds(1));
    change(id, Set.of("hot"), Set.of(), true, NOW.plusSeconds(2));
    change(id, Set.of(), Set.of("hot"), false, NOW.plusSeconds(3));

    assertThat(conversation(id).timeline())
        .containsExactly(
            new Happening(NOW.plusSeconds(1), Happening.Kind.LABEL_ADDED, "hot"),
            new Happening(NOW.plusSeconds(1), Happening.Kind.LABEL_ADDED, "two words"),
            new Happening(NOW.plusSeconds(1), Happening.Kind.LABEL_REMOVED, "demo"),
            new Happening(NOW.plusSeconds(1), Happening.Kind.ARCHIVED, ""),
            new Happening(NOW.plusSeconds(3), Happening.Kind.LABEL_REMOVED, "hot"),
            new Happening(NOW.plusSeconds(3), Happening.Kind.UNARCHIVED, ""));
  }

  @Test
  @Racing
  default void changesAtOnceAreAllRemembered() {
    Roster roster = pool(ports(), 150, 93);
    ConversationId id = sent(roster, person(), NOW, null).envelope().conversation();

    Race.run(
        4,
        number ->
            () -> {
              ports()
                  .conversations()
                  .change(id, Set.of("label" + number), Set.of(), null, NOW.plusSeconds(number));
              return number;
            });

    assertThat(conversation(id).timeline()).hasSize(4);
    assertThat(conversation(id).labels()).hasSize(5);
  }

  private void change(
      ConversationId id,
      Set<String> add,
      Set<String> remove,
      @Nullable Boolean archived,
      Instant at) {
    assertThat(ports().conversations().change(id, add, remove, archived, at))
        .contains(conversation(id));
  }

  private List<ConversationId> overdue(Instant until) {
    return ports().conversations().overdue(until, 1_000);
  }

  /// A mail of that person comes in.
  default void hear(Roster roster, MessageKind kind, EmailAddress person, Instant at) {
    assertThat(
            ports()
                .messages()
                .receive(Fixtures.received(roster, kind, person, at), new Arrival(person, 0)))
        .isTrue();
  }

  private Conversation conversation(ConversationId id) {
    return ports().conversations().find(id).orElseThrow();
  }

  /// A message to that person went out then, and waits so long for an answer.
  default OutboundJob sent(
      Roster roster, EmailAddress person, Instant at, @Nullable Duration noReplyAfter) {
    Acceptance like = Fixtures.acceptance(roster, 0, NOW, NOW, DeliveryGuarantee.AT_MOST_ONCE);
    OutboundJob job =
        Fixtures.job(
            Fixtures.envelope(roster, 0, person, NOW),
            new Payload.Inline(Fixtures.content()),
            new Acceptance(
                like.at(),
                like.fingerprint(),
                like.sendClass(),
                like.affinity(),
                like.account(),
                like.dispatchAt(),
                like.remaining(),
                like.guarantee(),
                noReplyAfter));
    boolean known = ports().conversations().find(job.envelope().conversation()).isPresent();
    assertThat(
            ports()
                .outbox()
                .commit(known ? Fixtures.followups(roster, job) : firstContacts(roster, job)))
        .isTrue();
    OutboundJob read = ports().jobs().find(job.id()).orElseThrow();
    assertThat(read).isEqualTo(job);
    OutboundJob sent = read.claimed(NOW, Duration.ofSeconds(90)).sent("0101", at);
    ports()
        .conversations()
        .sent(sent, "0101" + job.id().value() + "@email.amazonses.com", "Hello,");
    return sent;
  }
}
