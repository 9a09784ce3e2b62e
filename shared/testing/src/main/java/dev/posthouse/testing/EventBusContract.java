package dev.posthouse.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventBus;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What every [EventBus] promises.
public interface EventBusContract {
  EventBus bus();

  /// Lets the event with that number not go out any more.
  void refuse(long seq);

  /// The numbers of the events that went out, in order.
  List<Long> published();

  @Test
  default void nothingIsPublishedWithoutEvents() {
    assertThat(bus().publish(List.of())).isEmpty();
    assertThat(published()).isEmpty();
  }

  @Test
  default void moreEventsThanOneCallTakesAllGoOut() {
    List<Event> events = events(27);

    assertThat(bus().publish(events)).isEmpty();

    assertThat(published()).containsExactlyElementsOf(EventLogContract.upTo(27));
  }

  @Test
  default void anEventThatIsRefusedIsGivenBackAndTheOthersGoOut() {
    List<Event> events = events(12);
    refuse(4);

    assertThat(bus().publish(events)).containsExactly(events.get(3));

    assertThat(published()).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
  }

  private static List<Event> events(int count) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(seq -> new Event(seq, Fixtures.NOW, EventLogContract.occurrence("event" + seq)))
        .toList();
  }
}
