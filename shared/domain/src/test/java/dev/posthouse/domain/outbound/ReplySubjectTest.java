package dev.posthouse.domain.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplySubjectTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Invoice                 | Re: Invoice
          Re: Invoice             | Re: Invoice
          RE: Invoice             | Re: Invoice
          re:Invoice              | Re: Invoice
          Re : Invoice            | Re: Invoice
          '  Re:  Re: Invoice  '  | Re: Invoice
          Re[2]: Invoice          | Re: Invoice
          Re(3): Invoice          | Re: Invoice
          Re^2: Invoice           | Re: Invoice
          AW: Rechnung            | Re: Rechnung
          Antw: Rechnung          | Re: Rechnung
          SV: Faktura             | Re: Faktura
          VS: Lasku               | Re: Lasku
          RES: Fatura             | Re: Fatura
          Odp: Faktura            | Re: Faktura
          YNT: Fatura             | Re: Fatura
          回复：发票              | Re: 发票
          Re: AW: RE: SV: Invoice | Re: Invoice
          Fwd: Invoice            | Re: Fwd: Invoice
          Re: Fwd: Re: Invoice    | Re: Fwd: Re: Invoice
          Regarding: Invoice      | Re: Regarding: Invoice
          Ref: 4711               | Re: Ref: 4711
          Re Invoice              | Re: Re Invoice
          Reply: Invoice          | Re: Reply: Invoice
          ''                      | Re:
          Re:                     | Re:
          'Re: Re:'               | Re:
          """)
  void aReplyHasOneRe(String subject, String reply) {
    assertThat(ReplySubject.of(subject)).isEqualTo(reply);
    assertThat(ReplySubject.of(reply)).isEqualTo(reply);
  }

  @Test
  void aLongSubjectIsCutBetweenCharacters() {
    assertThat(ReplySubject.of("x".repeat(998))).hasSize(Content.SUBJECT_MAX);
    assertThat(ReplySubject.of("x".repeat(993) + "😀")).isEqualTo("Re: " + "x".repeat(993));
    assertThat(ReplySubject.of("x".repeat(992) + "😀")).endsWith("😀").hasSize(998);
  }

  @Test
  void manyPrefixesTakeNoTime() {
    assertThat(ReplySubject.of("Re: ".repeat(200_000) + "Invoice")).isEqualTo("Re: Invoice");
    assertThat(ReplySubject.of("re ".repeat(1_000))).startsWith("Re: re re");
  }
}
