package dev.posthouse.lambda;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.sending.CheckDomain.Look;
import dev.posthouse.domain.sending.KeepRecords.Kept;

/// Says in the log what a look at a domain changed outside of our table.
public final class DomainLog {
  private final Log log;

  public DomainLog(Log log) {
    this.log = log;
  }

  /// Tells of records that were written into a zone, or of a zone that did not let us.
  public void tell(Handle handle, Look look) {
    Log of = log.identity(handle.value()).with("domain", look.domain().name());
    look.kept()
        .ifPresent(kept -> {
          switch (kept) {
            case Kept.Elsewhere() -> {}
            case Kept.Here(var written) -> {
              if (!written.isEmpty()) {
                of.with("records", written).info("records written to a zone");
              }
            }
            case Kept.Unknown(var why) -> of.warn("a zone could not be looked after", why);
          }
        });
  }
}
