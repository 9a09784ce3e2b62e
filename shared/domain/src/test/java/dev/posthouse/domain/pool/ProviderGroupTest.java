package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderGroupTest {
  @ParameterizedTest
  @CsvSource({
    "gmail.com, GMAIL",
    "googlemail.com, GMAIL",
    "outlook.com, MICROSOFT",
    "hotmail.co.uk, MICROSOFT",
    "live.nl, MICROSOFT",
    "yahoo.co.jp, YAHOO",
    "aol.com, YAHOO",
    "gmail.example.com, OTHER",
    "mail.gmail.com, OTHER",
    "live.example.org, OTHER",
    "gmail.company, OTHER",
    "example.com, OTHER"
  })
  void isTheProviderWhoseNameTheDomainIs(String domain, ProviderGroup group) {
    assertThat(ProviderGroup.of(new EmailAddress("ada", domain))).isEqualTo(group);
  }
}
