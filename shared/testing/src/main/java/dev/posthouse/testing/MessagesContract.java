package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.firstContacts;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.message.Messages.Arrival;
import dev.posthouse.domain.outbound.Addressing;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Contact;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Conversations.Position;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every store of messages does with what comes in, and with what its owner says of it.
public interface MessagesContract extends StoreContract {
  Random RANDOM = new Random(7);

  @Test
  default void aReceivedMessageIsFoundAsItWas() {
    Roster roster = pool(ports(), 150, 93);
    Message message = human(roster, person(), NOW);

    assertThat(ports().messages().receive(message, arrival(message))).isTrue();

    assertThat(ports().messages().find(roster.identity(), message.id())).contains(message);
  }

  @Test
  default void aMessageWhoseContentIsElsewhereIsFoundAsItWas() {
    Roster roster = pool(ports(), 150, 93);
    Message inline = human(roster, person(), NOW);
    Message stored = with(inline, new Payload.Stored("contents/7", inline.subject()));

    ports().messages().receive(stored, arrival(stored));

    assertThat(ports().messages().find(roster.identity(), stored.id())).contains(stored);
  }

  @Test
  @Racing
  default void aMessageIsReceivedOnce() {
    Roster roster = pool(ports(), 150, 93);
    Message message = human(roster, person(), NOW);

    List<Boolean> received =
        Race.run(16, i -> () -> ports().messages().receive(message, arrival(message)));

    assertThat(received).containsOnlyOnce(true);
    assertThat(conversation(message).messageCount()).isEqualTo(1);
  }

  @Test
  default void theSameMessageByAnotherWayIsReceivedOnce() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    Message direct = human(roster, person, NOW);
    Message byList = human(roster, person, NOW.plusSeconds(1), direct.internetMessageId());

    assertThat(ports().messages().receive(direct, arrival(direct))).isTrue();
    assertThat(ports().messages().receive(byList, arrival(byList))).isFalse();

    assertThat(ports().messages().find(roster.identity(), byList.id())).isEmpty();
  }

  @Test
  @Racing
  default void messagesThatComeAtOnceAreAllInTheConversation() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();

    Race.run(
        8,
        i ->
            () -> {
              Message message = human(roster, person, NOW.plusMillis(i));
              return ports().messages().receive(message, arrival(message));
            });

    Conversation conversation =
        ports()
            .conversations()
            .find(ConversationId.between(roster.identity(), person))
            .orElseThrow();
    assertThat(conversation.messageCount()).isEqualTo(8);
    assertThat(conversation.thread()).hasSize(8).doesNotHaveDuplicates();
    assertThat(conversation.lastEventAt()).isEqualTo(NOW.plusMillis(7));
  }

  @Test
  default void aStrangersMessageOpensAConversationAndTiesThem() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    Message message = human(roster, person, NOW);

    ports().messages().receive(message, new Arrival(person, 0));

    assertThat(conversation(message).correspondent()).isEqualTo(person);
    assertThat(conversation(message).references()).containsExactly(message.internetMessageId());
    assertThat(ports().recipients().find(roster.tenant(), roster.identity(), person).contact())
        .contains(new Contact(0, message.conversation(), Optional.of(NOW)));
  }

  @Test
  default void aHumanAnswerIsRememberedAndAMachinesIsNot() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();
    OutboundJob job = job(roster, 1, person);
    ports().outbox().commit(firstContacts(roster, job));
    Message machine = of(MessageKind.AUTO_REPLY, roster, person, NOW.plusSeconds(1));
    ports().messages().receive(machine, new Arrival(person, 1));
    assertThat(contact(roster, person).heardAt()).isEmpty();

    Message human = human(roster, person, NOW.plusSeconds(2));
    ports().messages().receive(human, new Arrival(person, 1));

    assertThat(contact(roster, person))
        .isEqualTo(new Contact(1, job.envelope().conversation(), Optional.of(NOW.plusSeconds(2))));
  }

  @Test
  default void aFirstMessageToSomebodyWhoWroteFirstKeepsTheConversation() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    Message message = human(roster, person, NOW);
    ports().messages().receive(message, arrival(message));

    // Decided before the message came, so as a first contact.
    boolean taken = ports().outbox().commit(firstContacts(roster, job(roster, 0, person)));

    assertThat(taken).isFalse();
    assertThat(conversation(message).messageCount()).isEqualTo(1);
  }

  @Test
  default void messagesAreListedNewestFirstPageByPage() {
    Roster roster = pool(ports(), 150, 93);
    var ids = new ArrayList<MessageId>();
    for (int i = 0; i < 7; i++) {
      Message message = human(roster, person(), NOW.plusSeconds(i));
      ports().messages().receive(message, arrival(message));
      ids.addFirst(message.id());
    }

    var read = new ArrayList<MessageId>();
    Optional<MessageId> before = Optional.empty();
    do {
      List<Message> page = ports().messages().list(roster.identity(), Optional.empty(), before, 3);
      page.forEach(message -> read.add(message.id()));
      before = page.isEmpty() ? Optional.empty() : Optional.of(page.getLast().id());
    } while (before.isPresent());

    assertThat(read).isEqualTo(ids);
    assertThat(
            ports()
                .messages()
                .list(roster.identity(), Optional.of(NOW.plusSeconds(5)), Optional.empty(), 10))
        .extracting(Message::id)
        .isEqualTo(ids.subList(0, 2));
  }

  @Test
  default void messagesAreFoundTogetherInTheOrderAskedFor() {
    Roster roster = pool(ports(), 150, 93);
    Message first = human(roster, person(), NOW);
    Message second = human(roster, person(), NOW.plusSeconds(1));
    ports().messages().receive(first, arrival(first));
    ports().messages().receive(second, arrival(second));
    var unknown = new MessageId(MessageId.PREFIX + Fixtures.ulid());

    assertThat(
            ports()
                .messages()
                .findAll(roster.identity(), List.of(second.id(), unknown, first.id())))
        .containsExactly(second, first);
  }

  @Test
  default void aMessageIsFoundInWhicheverIdentityItIs() {
    Roster roster = pool(ports(), 150, 93);
    Roster other = pool(ports(), roster.tenant(), 150, 93);
    Message message = human(other, person(), NOW);
    ports().messages().receive(message, arrival(message));

    assertThat(
            ports().messages().findIn(List.of(roster.identity(), other.identity()), message.id()))
        .contains(message);
    assertThat(ports().messages().findIn(List.of(roster.identity()), message.id())).isEmpty();
    assertThat(ports().messages().findIn(List.of(), message.id())).isEmpty();
  }

  @Test
  default void aMessageIsMarkedAndDeleted() {
    Roster roster = pool(ports(), 150, 93);
    Message message = human(roster, person(), NOW);
    ports().messages().receive(message, arrival(message));

    assertThat(ports().messages().markRead(roster.identity(), message.id(), true)).isTrue();
    assertThat(found(roster, message).read()).isTrue();
    assertThat(ports().messages().markRead(roster.identity(), message.id(), false)).isTrue();
    assertThat(found(roster, message).read()).isFalse();

    assertThat(ports().messages().delete(roster.identity(), message.id())).isTrue();
    assertThat(ports().messages().delete(roster.identity(), message.id())).isFalse();
    assertThat(ports().messages().markRead(roster.identity(), message.id(), true)).isFalse();
    assertThat(ports().messages().find(roster.identity(), message.id())).isEmpty();
  }

  @Test
  default void labelsAreChangedAndCounted() {
    Roster roster = pool(ports(), 150, 93);
    Message first = human(roster, person(), NOW);
    Message second = human(roster, person(), NOW.plusSeconds(1));
    ports().messages().receive(first, arrival(first));
    ports().messages().receive(second, arrival(second));

    change(first, Set.of("hot", "spring"), Set.of());
    change(second, Set.of("hot"), Set.of("unknown"));
    change(first, Set.of(), Set.of("spring"));

    assertThat(conversation(first).labels()).containsExactly("hot");
    assertThat(ports().conversations().labelCounts(roster.identity())).isEqualTo(Map.of("hot", 2));
  }

  @Test
  @Racing
  default void labelsPutAtTheSameTimeAreAllThereAndCountedOnce() {
    Roster roster = pool(ports(), 150, 93);
    Message message = human(roster, person(), NOW);
    ports().messages().receive(message, arrival(message));

    Race.run(
        6,
        i ->
            () -> {
              change(message, Set.of("label" + i % 3), Set.of());
              return true;
            });

    assertThat(conversation(message).labels()).containsExactly("label0", "label1", "label2");
    assertThat(ports().conversations().labelCounts(roster.identity()))
        .isEqualTo(Map.of("label0", 1, "label1", 1, "label2", 1));
  }

  @Test
  default void anArchivedConversationComesBackWithANewMessage() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    Message first = human(roster, person, NOW);
    ports().messages().receive(first, arrival(first));
    ports().conversations().change(first.conversation(), Set.of(), Set.of(), true, NOW);
    assertThat(conversation(first).archived()).isTrue();

    Message second = human(roster, person, NOW.plusSeconds(1));
    ports().messages().receive(second, arrival(second));

    assertThat(conversation(first).archived()).isFalse();
  }

  @Test
  default void aConversationThatIsNotThereCannotBeChanged() {
    ConversationId unknown = ConversationId.between(Fixtures.identityId(), person());

    assertThat(ports().conversations().change(unknown, Set.of("hot"), Set.of(), true, NOW))
        .isEmpty();
    assertThat(ports().conversations().find(unknown)).isEmpty();
  }

  @Test
  default void conversationsAreListedByLastActivityPageByPage() {
    Roster roster = pool(ports(), 150, 93);
    var ids = new ArrayList<ConversationId>();
    for (int i = 0; i < 5; i++) {
      // Two share a moment.
      Message message = human(roster, person(), NOW.plusSeconds(i / 2));
      ports().messages().receive(message, arrival(message));
      ids.add(message.conversation());
    }

    var read = new ArrayList<Conversation>();
    Optional<Position> before = Optional.empty();
    do {
      List<Conversation> page = ports().conversations().list(roster.identity(), before, 2);
      read.addAll(page);
      before =
          page.isEmpty()
              ? Optional.empty()
              : Optional.of(new Position(page.getLast().lastEventAt(), page.getLast().id()));
    } while (before.isPresent());

    assertThat(read).extracting(Conversation::id).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(read)
        .extracting(Conversation::lastEventAt)
        .isSortedAccordingTo((one, other) -> other.compareTo(one));
  }

  @Test
  default void aPageOfConversationsThatTakeMoreThanAMegabyteIsFull() {
    Roster roster = pool(ports(), 150, 93);
    for (int i = 0; i < 140; i++) {
      Message message = saying(human(roster, person(), NOW.plusMillis(i)), "x".repeat(9_000));
      ports().messages().receive(message, arrival(message));
    }

    assertThat(ports().conversations().list(roster.identity(), Optional.empty(), 130)).hasSize(130);
  }

  @Test
  default void jobsAreListedPastWhatCameIn() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob old = job(roster, 0, person(), NOW, NOW);
    OutboundJob young = job(roster, 0, person(), NOW.plusSeconds(9), NOW.plusSeconds(9));
    for (OutboundJob job : List.of(old, young)) {
      ports().conversations().file(job, Fixtures.content(), Optional.empty());
    }
    for (int i = 1; i < 9; i++) {
      Message message = human(roster, person(), NOW.plusSeconds(i));
      ports().messages().receive(message, arrival(message));
    }

    assertThat(
            ports().conversations().jobs(roster.identity(), Optional.empty(), Optional.empty(), 2))
        .extracting(filed -> filed.job())
        .containsExactly(young.id(), old.id());
    assertThat(
            ports()
                .conversations()
                .jobs(
                    roster.identity(),
                    Optional.empty(),
                    Optional.of(young.envelope().message()),
                    1))
        .extracting(filed -> filed.job())
        .containsExactly(old.id());
  }

  private void change(Message message, Set<String> add, Set<String> remove) {
    assertThat(ports().conversations().change(message.conversation(), add, remove, null, NOW))
        .isPresent();
  }

  private Contact contact(Roster roster, EmailAddress person) {
    return ports()
        .recipients()
        .find(roster.tenant(), roster.identity(), person)
        .contact()
        .orElseThrow();
  }

  private Message found(Roster roster, Message message) {
    return ports().messages().find(roster.identity(), message.id()).orElseThrow();
  }

  private Conversation conversation(Message message) {
    return ports().conversations().find(message.conversation()).orElseThrow();
  }

  private static Arrival arrival(Message message) {
    return new Arrival(EmailAddress.parse(message.parties().from()), 0);
  }

  private static Message human(Roster roster, EmailAddress from, Instant at) {
    return of(MessageKind.HUMAN, roster, from, at);
  }

  private static Message human(
      Roster roster, EmailAddress from, Instant at, @Nullable String messageId) {
    Message message = human(roster, from, at);
    return new Message(
        message.id(),
        message.tenant(),
        message.identity(),
        message.conversation(),
        message.direction(),
        message.kind(),
        message.parties(),
        message.subject(),
        message.snippet(),
        message.at(),
        message.job(),
        messageId,
        message.read(),
        message.verdicts(),
        message.attachments(),
        message.payload());
  }

  private static Message of(MessageKind kind, Roster roster, EmailAddress from, Instant at) {
    var id = new MessageId(MessageId.PREFIX + Ulids.of(at, RANDOM));
    List<AttachmentRef> files =
        List.of(
            new AttachmentRef(
                AttachmentRef.idOf(id, 0), "Rechnung 📄.pdf", "application/pdf", 4711, null),
            new AttachmentRef(AttachmentRef.idOf(id, 1), "logo.png", "image/png", 99, "logo@x"));
    var content =
        new Content(
            "Re: Grüße",
            "Gern!",
            "<p>Gern!</p>",
            "0100@email.amazonses.com",
            List.of("0099@email.amazonses.com"),
            new Addressing(List.of(person()), List.of(person()), List.of()),
            files);
    return new Message(
        id,
        roster.tenant(),
        roster.identity(),
        ConversationId.between(roster.identity(), from),
        Direction.INBOUND,
        kind,
        new Message.Parties(
            from.toString(), "Ängström, P.", null, List.of("a@example.com"), List.of()),
        content.subject(),
        content.snippet(),
        at,
        null,
        "reply-" + id.value() + "@example.com",
        false,
        Map.of("spf", "pass", "dkim", "fail"),
        files,
        new Payload.Inline(content));
  }

  private static Message saying(Message message, String snippet) {
    return with(message, snippet, message.payload());
  }

  private static Message with(Message message, Payload payload) {
    return with(message, message.snippet(), payload);
  }

  private static Message with(Message message, String snippet, Payload payload) {
    return new Message(
        message.id(),
        message.tenant(),
        message.identity(),
        message.conversation(),
        message.direction(),
        message.kind(),
        message.parties(),
        message.subject(),
        snippet,
        message.at(),
        message.job(),
        message.internetMessageId(),
        message.read(),
        message.verdicts(),
        message.attachments(),
        payload);
  }
}
