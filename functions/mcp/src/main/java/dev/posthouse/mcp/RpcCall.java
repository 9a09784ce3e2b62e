package dev.posthouse.mcp;

import dev.posthouse.lambda.HttpRequest;
import tools.jackson.databind.node.ObjectNode;

/// A request of a client, checked as far as that needs no knowledge of the method.
///
/// @param http what it came in
/// @param modern whether it is of 2026-07-28
record RpcCall(HttpRequest http, boolean modern, ObjectNode params) {}
