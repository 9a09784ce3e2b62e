package dev.posthouse.dynamodb;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.ConversationsContract;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@OnEveryAws
record DynamoConversationsTest(AwsEndpoint endpoint) implements ConversationsContract {
  @Override
  public Ports ports() {
    return there().ports();
  }

  private ContractTable there() {
    return ContractTable.on(endpoint, "conversations");
  }

  @Test
  void aWaitThatAnAnswerEndsWhileItIsLookedAtHasNotRunOut() {
    Roster roster = Fixtures.pool(ports(), 150, 93);
    EmailAddress person = Fixtures.person();
    ConversationId id = sent(roster, person, NOW, Duration.ofHours(1)).envelope().conversation();
    Instant until = NOW.plusSeconds(3600);
    var answered = new AtomicBoolean();
    DynamoDbClient between =
        Watched.after(
            DynamoDbClient.class,
            there().client(),
            "getItem",
            () -> {
              if (!answered.getAndSet(true)) {
                hear(roster, MessageKind.HUMAN, person, until);
              }
            });

    assertThat(new DynamoConversations(there().table(between)).expire(id, until)).isEmpty();

    assertThat(answered).isTrue();
    assertThat(ports().conversations().find(id).orElseThrow().waiting().last()).isNull();
  }
}
