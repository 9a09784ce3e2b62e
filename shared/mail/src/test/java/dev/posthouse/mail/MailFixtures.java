package dev.posthouse.mail;

import dev.posthouse.domain.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Mail for tests.
final class MailFixtures {
  static final Instant DATE = Instant.parse("2026-01-31T09:30:00Z");

  private MailFixtures() {}

  static Draft draft() {
    return OutgoingMail.draft(
        "job_1", DATE, named("sam@post.example", "Sam"), EmailAddress.parse("anna@example.com"));
  }

  static NamedAddress named(String address, @Nullable String name) {
    return new NamedAddress(EmailAddress.parse(address), name);
  }

  static String composed(Draft draft) {
    return new String(Composer.compose(draft.finished()), StandardCharsets.US_ASCII);
  }
}
