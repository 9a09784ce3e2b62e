package dev.posthouse.mcp;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Ends a request with a JSON-RPC error.
final class RpcException extends RuntimeException {
  static final int PARSE_ERROR = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int HEADER_MISMATCH = -32020;
  static final int UNSUPPORTED_VERSION = -32022;

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final int code;
  private final transient @Nullable JsonNode data;

  RpcException(int status, int code, String message, @Nullable JsonNode data) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.data = data;
  }

  /// What came is no message of this protocol: HTTP 400.
  static RpcException badRequest(int code, String message) {
    return new RpcException(BAD_REQUEST, code, message, null);
  }

  /// The message is well formed, and what its method was asked for is not: HTTP 200.
  static RpcException invalidParams(String message) {
    return new RpcException(OK, INVALID_PARAMS, message, null);
  }

  /// HTTP 404 since 2026-07-28, 200 before.
  static RpcException noSuchMethod(String method, boolean modern) {
    return new RpcException(
        modern ? NOT_FOUND : OK, METHOD_NOT_FOUND, "Unknown method: " + method, null);
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }

  @Nullable JsonNode data() {
    return data;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
