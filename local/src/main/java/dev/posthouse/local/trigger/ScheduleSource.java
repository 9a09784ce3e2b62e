package dev.posthouse.local.trigger;

/// A schedule of the template.
///
/// @param input the event, with Scheduler's context attributes such as
///   `<aws.scheduler.scheduled-time>`
public record ScheduleSource(
    String name, String function, ScheduleExpression expression, String input) {}
