package dev.posthouse.local.trigger;

/// Something whose notifications go to a function: an SNS topic, or a bucket's new objects.
///
/// @param source the topic's ARN, or the bucket's name
public record Subscription(String source, String function) {}
