package dev.posthouse.local.trigger;

/// A rule of the template: which events of a bus go to a function.
///
/// @param bus the bus's name
public record EventRule(String bus, EventPattern pattern, String function) {}
