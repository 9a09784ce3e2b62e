package dev.posthouse.mcp;

import tools.jackson.databind.node.ObjectNode;

/// Answers one method of the protocol.
@FunctionalInterface
interface RpcMethod {
  /// The result.
  ///
  /// @throws RpcException to answer with an error
  /// @throws dev.posthouse.lambda.ProblemException to answer with a problem, such as 401
  ObjectNode answer(RpcCall call);
}
