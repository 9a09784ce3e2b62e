package dev.posthouse.local.aws;

import tools.jackson.databind.node.ObjectNode;

/// An event that a client put on a bus.
///
/// @param bus the name of the bus, `default` if the client named none
/// @param json the event as a rule's target receives it
public record BusEvent(String bus, ObjectNode json) {}
