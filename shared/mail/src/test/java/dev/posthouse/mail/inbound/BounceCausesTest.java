package dev.posthouse.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The cause is what the server says, whatever class its code is of.
final class BounceCausesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5.1.1 | 550 5.1.1 <spam@example.com>: Recipient address rejected: User unknown | UNKNOWN_RECIPIENT
          5.1.1 | 550 5.1.1 <blocked.reputation@example.com> user unknown | UNKNOWN_RECIPIENT
          5.1.6 | 550 5.1.6 Recipient no longer on server | UNKNOWN_RECIPIENT
          5.0.0 | 550 No such user here | UNKNOWN_RECIPIENT
          5.0.0 | 550 Requested action not taken: mailbox unavailable | UNKNOWN_RECIPIENT
          5.4.1 | 550 5.4.1 Recipient address rejected: Access denied. AS(201806281) | UNKNOWN_RECIPIENT
          5.7.1 | 550 5.7.1 Requested action not taken: mailbox unavailable | POLICY
          5.7.1 | 550 5.7.1 Recipient rejected by policy | POLICY
          5.7.1 | 554 5.7.1 <x@example.com>: Relay access denied | POLICY
          5.7.1 | 550 5.7.1 Message blocked, low reputation of the sending domain, user unknown | REPUTATION
          5.7.1 | 550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus | REPUTATION
          4.7.0 | 421 4.7.0 [TSS04] Messages temporarily deferred | REPUTATION
          4.7.28 | 421 4.7.28 unusual rate of unsolicited mail | REPUTATION
          5.7.606 | 550 5.7.606 Access denied, banned sending IP | REPUTATION
          5.7.26 | 550 5.7.26 This mail has been blocked because the sender is unauthenticated | AUTHENTICATION
          5.7.515 | 550 5.7.515 Access denied, sending domain does not meet the level | AUTHENTICATION
          5.7.1 | 550 5.7.1 Email rejected per DMARC policy for example.com | AUTHENTICATION
          5.7.25 | 550 5.7.25 The IP address does not have a PTR record | AUTHENTICATION
          5.2.2 | 552 5.2.2 mailbox is full | MAILBOX_FULL
          4.2.2 | 452 4.2.2 The email account is over quota | MAILBOX_FULL
          5.2.1 | 550 5.2.1 The email account that you tried to reach is disabled. | MAILBOX_DISABLED
          5.0.0 | 550 This account has been suspended | MAILBOX_DISABLED
          5.3.4 | 552 5.3.4 Message size exceeds fixed limit | TOO_LARGE
          5.2.3 | 552 5.2.3 too big | TOO_LARGE
          5.7.1 | 554 5.7.1 This message looks like spam | CONTENT
          5.6.1 | 554 5.6.1 Body type not supported | CONTENT
          4.4.1 | connect to mx.example.com: Connection timed out | NETWORK
          5.4.4 | Host or domain name not found | NETWORK
          5.7.133 | sender not authenticated for group | POLICY
          4.2.0 | 450 4.2.0 Greylisted | POLICY
          5.0.0 | '' | OTHER
          5.1.1 | '' | UNKNOWN_RECIPIENT
          5.7.1 | '' | POLICY
          5.0.0 | something went wrong | OTHER
          """)
  void aCauseIsToldByWhatIsSaid(String status, String diagnostic, BounceCause cause) {
    assertThat(BounceCauses.of(status, diagnostic)).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "550-5.7.26 blocked, 5.7.26",
    "(#5.1.1), 5.1.1",
    "from 5.1.1.1 said no, 5.0.0",
    "version 15.1.10, 5.0.0",
    "unknown user 5.1.1., 5.1.1"
  })
  void aStatusIsFoundInText(String text, String status) {
    assertThat(BounceCauses.status(text, "5.0.0")).isEqualTo(status);
  }
}
