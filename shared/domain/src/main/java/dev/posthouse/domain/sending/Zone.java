package dev.posthouse.domain.sending;

import java.util.List;

/// The public DNS, as anybody sees it.
public interface Zone {
  /// The values at that name; none if there are none. Names without a dot at the end, an MX with
  /// its priority before the host, a TXT in one piece.
  ///
  /// @throws UnreachableException if nobody answers
  List<String> lookUp(DnsRecord.Type type, String name);

  /// The DNS does not answer, which says nothing about the records.
  final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreachableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
