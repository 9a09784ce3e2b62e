package dev.posthouse.local.store;

import tools.jackson.databind.node.ObjectNode;

/// One change of an item.
///
/// @param sequenceNumber of the record in its stream; what a handler's `itemIdentifier` names
/// @param json as an element of `Records` of the event that Lambda gives to a function
public record StreamRecord(String sequenceNumber, ObjectNode json) {}
