package dev.posthouse.local.trigger;

import java.time.Duration;
import java.util.Optional;

/// A queue of the template, and the function it feeds.
///
/// @param visibilityTimeout after which a message that was not done with comes again
/// @param receivesMax how often a message comes before it goes to the dead letters
/// @param deadLetters the queue that takes it then; empty to keep on trying
/// @param function whom it feeds; empty for a queue that only keeps
/// @param reportsItems whether the function names the messages it failed at
public record QueueSource(
    String name,
    Duration visibilityTimeout,
    int receivesMax,
    Optional<String> deadLetters,
    Optional<String> function,
    boolean reportsItems) {}
