package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.content;
import static dev.posthouse.testing.Fixtures.firstContacts;
import static dev.posthouse.testing.Fixtures.followups;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Conversations.Filed;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.outbound.Waiting;
import dev.posthouse.domain.pool.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.outbound.Conversations] promises. What it promises about waits
/// is in [NoReplyContract].
public interface ConversationsContract extends NoReplyContract {
  @Test
  default void aConversationThatDoesNotExistIsNotFound() {
    assertThat(
            ports().conversations().find(ConversationId.between(Fixtures.identityId(), person())))
        .isEmpty();
  }

  @Test
  default void aSentMessageIsAddedToItsConversation() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob job = opened(roster, person());
    OutboundJob sent = sent(job, NOW.plusMillis(1500));

    ports().conversations().sent(sent, "0101@email.amazonses.com", "Grüße 📮 …");

    Conversation before = conversation(job);
    assertThat(before)
        .isEqualTo(
            new Conversation(
                before.id(),
                roster.tenant(),
                roster.identity(),
                job.envelope().recipient(),
                job.subject(),
                "Grüße 📮 …",
                1,
                List.of("demo"),
                List.of("0101@email.amazonses.com"),
                List.of(job.envelope().message()),
                false,
                NOW,
                NOW,
                new Waiting(NOW.plusMillis(1500), null, null, null, null),
                List.of()));
  }

  @Test
  default void addingAMessageAgainChangesNothing() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    OutboundJob first = sent(opened(roster, person), NOW.plusSeconds(1));
    OutboundJob second = sent(followup(roster, person), NOW.plusSeconds(2));
    ports().conversations().sent(first, "first@example.com", "first");
    ports().conversations().sent(second, "second@example.com", "second");
    Conversation before = conversation(first);

    ports().conversations().sent(first, "first@example.com", "first");
    ports().conversations().sent(second, "second@example.com", "second");

    assertThat(conversation(first)).isEqualTo(before);
    assertThat(before.messageCount()).isEqualTo(2);
    assertThat(before.references()).containsExactly("first@example.com", "second@example.com");
    assertThat(before.snippet()).isEqualTo("second");
  }

  @Test
  @Racing
  default void messagesAddedAtOnceAreAllCounted() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    var jobs = new ArrayList<OutboundJob>();
    jobs.add(sent(opened(roster, person), NOW));
    for (int i = 1; i < 4; i++) {
      jobs.add(sent(followup(roster, person), NOW));
    }

    Race.run(
        jobs.size(),
        number ->
            () -> {
              ports().conversations().sent(jobs.get(number), number + "@example.com", "hello");
              return number;
            });

    assertThat(conversation(jobs.getFirst()).messageCount()).isEqualTo(4);
    assertThat(conversation(jobs.getFirst()).references())
        .containsExactlyInAnyOrder(
            "0@example.com", "1@example.com", "2@example.com", "3@example.com");
  }

  @Test
  default void theFirstMessageMovesItsConversationUnlessItLeavesAtOnce() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob soon = sent(opened(roster, person()), NOW.plusMillis(4_999));
    OutboundJob later = sent(opened(roster, person()), NOW.plusSeconds(5));
    OutboundJob next =
        sent(followup(roster, soon.envelope().recipient()), NOW.plusSeconds(5).plusMillis(1));

    ports().conversations().sent(soon, "soon@example.com", "soon");
    ports().conversations().sent(later, "later@example.com", "later");
    assertThat(conversation(soon).lastEventAt()).isEqualTo(NOW);
    assertThat(conversation(later).lastEventAt()).isEqualTo(NOW.plusSeconds(5));

    ports().conversations().sent(next, "next@example.com", "next");
    assertThat(conversation(soon).lastEventAt()).isEqualTo(NOW.plusSeconds(5).plusMillis(1));
  }

  @Test
  default void aMessageAddedLateDoesNotTurnTheTimeBack() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    OutboundJob early = sent(opened(roster, person), NOW.plusSeconds(1));
    OutboundJob late = sent(followup(roster, person), NOW.plusSeconds(9));

    ports().conversations().sent(late, "late@example.com", "late");
    ports().conversations().sent(early, "early@example.com", "early");

    assertThat(conversation(early).lastEventAt()).isEqualTo(NOW.plusSeconds(9));
    assertThat(conversation(early).messageCount()).isEqualTo(2);
  }

  @Test
  default void theFirstAndTheNewestReferencesAreKept() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    OutboundJob first = opened(roster, person);
    List<String> expected = List.of();
    for (int i = 0; i < Conversation.REFERENCES_MAX + 5; i++) {
      OutboundJob job = i == 0 ? first : followup(roster, person);
      String messageId = "message-" + i + "@email.amazonses.com";
      ports().conversations().sent(sent(job, NOW.plusSeconds(i)), messageId, "hello");
      expected = Conversation.plusReference(expected, messageId);
    }

    Conversation conversation = conversation(first);
    assertThat(conversation.references())
        .containsExactlyElementsOf(expected)
        .hasSize(Conversation.REFERENCES_MAX)
        .startsWith("message-0@email.amazonses.com", "message-6@email.amazonses.com")
        .endsWith("message-24@email.amazonses.com");
    assertThat(conversation.messageCount()).isEqualTo(Conversation.REFERENCES_MAX + 5);
  }

  @Test
  default void aSentMessageOpensTheConversationThatIsNotThere() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob job = followup(roster, person());

    ports().conversations().sent(sent(job, NOW), "0101@email.amazonses.com", "hello");

    Conversation opened = conversation(job);
    assertThat(opened.messageCount()).isEqualTo(1);
    assertThat(opened.thread()).containsExactly(job.envelope().message());
    assertThat(opened.correspondent()).isEqualTo(job.envelope().recipient());
    assertThat(opened.subject()).isEqualTo(job.subject());
  }

  @Test
  default void aMessageIsFiledOnce() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob job = opened(roster, person());

    ports().conversations().file(job, content(), Optional.empty());
    ports().conversations().file(sent(job, NOW.plusSeconds(1)), content(), Optional.empty());

    assertThat(jobs(roster, Optional.empty(), Optional.empty(), 10)).containsExactly(filed(job));
  }

  @Test
  default void aMessageIsFiledWhereverItsContentIs() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob inline = opened(roster, person());
    OutboundJob stored =
        Fixtures.job(
            Fixtures.envelope(roster, 0, person(), NOW.plusSeconds(1)),
            new Payload.Stored("some/key", "Große Sache"),
            inline.acceptance());

    ports().conversations().file(inline, content(), Optional.empty());
    ports().conversations().file(stored, content(), Optional.empty());

    assertThat(jobs(roster, Optional.empty(), Optional.empty(), 10))
        .containsExactly(filed(stored), filed(inline));
  }

  @Test
  default void jobsAreListedNewestFirstPageByPage() {
    Roster roster = pool(ports(), 150, 93);
    Roster other = pool(ports(), roster.tenant(), 150, 93);
    List<Filed> expected = new ArrayList<>();
    for (int i : new int[] {4, 0, 6, 2, 5, 1, 3}) {
      // Two of each second, so that the order within a moment has to be stable as well.
      OutboundJob job = at(roster, NOW.plusSeconds(i / 2));
      ports().conversations().file(job, content(), Optional.empty());
      expected.add(filed(job));
    }
    ports().conversations().file(at(other, NOW), content(), Optional.empty());
    expected.sort(Comparator.comparing((Filed filed) -> filed.message().value()).reversed());

    var listed = new ArrayList<Filed>();
    Optional<MessageId> before = Optional.empty();
    for (int size : new int[] {3, 3, 1, 0}) {
      List<Filed> page = jobs(roster, Optional.empty(), before, 3);
      assertThat(page).hasSize(size);
      listed.addAll(page);
      before = Optional.of(listed.getLast().message());
    }

    assertThat(listed).containsExactlyElementsOf(expected);
    assertThat(jobs(roster, Optional.empty(), Optional.empty(), 7)).hasSize(7);
  }

  @Test
  default void jobsAreListedFromAMomentOn() {
    Roster roster = pool(ports(), 150, 93);
    var filed = new ArrayList<Filed>();
    for (int hour = 0; hour < 4; hour++) {
      OutboundJob job = at(roster, NOW.plus(Duration.ofHours(hour)));
      ports().conversations().file(job, content(), Optional.empty());
      filed.add(filed(job));
    }
    Optional<Instant> since = Optional.of(NOW.plus(Duration.ofHours(2)));

    assertThat(jobs(roster, since, Optional.empty(), 10))
        .containsExactly(filed.get(3), filed.get(2));
    assertThat(jobs(roster, since, Optional.of(filed.get(3).message()), 10))
        .containsExactly(filed.get(2));
    assertThat(jobs(roster, since, Optional.of(filed.get(2).message()), 10)).isEmpty();
    assertThat(jobs(roster, since, Optional.of(filed.get(0).message()), 10)).isEmpty();
    assertThat(jobs(roster, since.map(at -> at.plusMillis(1)), Optional.empty(), 10))
        .containsExactly(filed.get(3));
    assertThat(jobs(roster, Optional.of(NOW), Optional.of(filed.get(1).message()), 10))
        .containsExactly(filed.get(0));
  }

  private List<Filed> jobs(
      Roster roster, Optional<Instant> since, Optional<MessageId> before, int limit) {
    return ports().conversations().jobs(roster.identity(), since, before, limit);
  }

  private Conversation conversation(OutboundJob job) {
    return ports().conversations().find(job.envelope().conversation()).orElseThrow();
  }

  private OutboundJob opened(Roster roster, EmailAddress person) {
    OutboundJob job = job(roster, 0, person);
    assertThat(ports().outbox().commit(firstContacts(roster, job))).isTrue();
    return job;
  }

  private OutboundJob followup(Roster roster, EmailAddress person) {
    OutboundJob job = job(roster, 0, person);
    assertThat(ports().outbox().commit(followups(roster, job))).isTrue();
    return job;
  }

  private static OutboundJob at(Roster roster, Instant acceptedAt) {
    return job(roster, 0, person(), acceptedAt, acceptedAt);
  }

  private static OutboundJob sent(OutboundJob job, Instant at) {
    return job.claimed(NOW, Duration.ofSeconds(90)).sent("0100ses", at);
  }

  private static Filed filed(OutboundJob job) {
    return new Filed(job.envelope().message(), job.id());
  }
}
