package dev.posthouse.domain.outbound;

import static dev.posthouse.domain.outbound.OutboundFixtures.IDENTITY;
import static dev.posthouse.domain.outbound.OutboundFixtures.TENANT;
import static dev.posthouse.domain.outbound.OutboundFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.outbound.Admission.Admitted;
import dev.posthouse.domain.outbound.Admission.Opening;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.MomentPage;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Reservation;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The small values of a send.
final class OutboundValuesTest {
  @Test
  void theIdOfAJobFollowsFromEveryPartOfTheRequest() {
    var otherTenant = new TenantId("tnt_fedcba9876543210");
    var otherIdentity = new IdentityId("idn_fedcba9876543210");
    var ids = new HashSet<JobId>();

    assertThat(ids.add(JobIds.keyed(TENANT, "send", IDENTITY, "key", 0))).isTrue();
    assertThat(ids.add(JobIds.keyed(TENANT, "send", IDENTITY, "key", 1))).isTrue();
    assertThat(ids.add(JobIds.keyed(TENANT, "send", IDENTITY, "key0", 0))).isTrue();
    assertThat(ids.add(JobIds.keyed(TENANT, "reply", IDENTITY, "key", 0))).isTrue();
    assertThat(ids.add(JobIds.keyed(TENANT, "send", otherIdentity, "key", 0))).isTrue();
    assertThat(ids.add(JobIds.keyed(otherTenant, "send", IDENTITY, "key", 0))).isTrue();
    assertThat(ids.add(JobIds.keyed(TENANT, "send", IDENTITY, "key", 0))).isFalse();
  }

  @Test
  void sha256IsThatOfTheStandard() {
    // FIPS 180-2, appendix B.1.
    assertThat(JobIds.sha256("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aConversationIsOneIdentityAndOnePersonInAnyCase() {
    ConversationId conversation = between("grace@example.com");

    assertThat(between("Grace@Example.com")).isEqualTo(conversation);
    assertThat(between("grace@example.net")).isNotEqualTo(conversation);
    assertThat(
            ConversationId.between(
                new IdentityId("idn_fedcba9876543210"), EmailAddress.parse("grace@example.com")))
        .isNotEqualTo(conversation);
    assertThat(conversation.value()).matches("conv_[0-9a-f]{20}");
  }

  private static ConversationId between(String address) {
    return ConversationId.between(IDENTITY, EmailAddress.parse(address));
  }

  @Test
  void theFirstAndTheNewestReferencesAreKept() {
    List<String> references = List.of();
    for (int i = 0; i < 25; i++) {
      references = Conversation.plusReference(references, "m" + i);
    }

    assertThat(references).hasSize(Conversation.REFERENCES_MAX).startsWith("m0", "m6", "m7");
    assertThat(references).endsWith("m23", "m24");
    assertThat(Conversation.plusReference(List.of(), "m0")).containsExactly("m0");
  }

  @Test
  void aMessageSaysSomething() {
    assertThatThrownBy(() -> new Content("Subject", null, null, null, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSnippetIsTheBeginningOfTheTextOnOneLine() {
    assertThat(content("  Hello,\r\n\r\n\tthere. ", null).snippet()).isEqualTo("Hello, there.");
    assertThat(content("Text", "<p>HTML</p>").snippet()).isEqualTo("Text");
    assertThat(content("x".repeat(120), null).snippet()).isEqualTo("x".repeat(120));
    assertThat(content("x".repeat(121), null).snippet()).isEqualTo("x".repeat(119) + "…");
    assertThat(content("", null).snippet()).isEmpty();
  }

  @Test
  void aSnippetOfHtmlLeavesOutTheTags() {
    assertThat(content(null, "<h1>Hello</h1><p class=\"x\">there,<br>you</p>").snippet())
        .isEqualTo("Hello there, you");
  }

  private static Content content(@Nullable String text, @Nullable String html) {
    return new Content("Subject", text, html, null, List.of());
  }

  @Test
  void aLongErrorIsCut() {
    assertThat(new JobError("code", "m".repeat(200)).message()).isEqualTo("m".repeat(200));
    assertThat(new JobError("code", "m".repeat(201)).message()).isEqualTo("m".repeat(199) + "…");
  }

  @Test
  void anAdmissionTakesWhatOneTransactionHolds() {
    var roster =
        new Roster(
            IDENTITY,
            TENANT,
            new Handle("ada@post.example"),
            "Ada",
            IdentityState.ACTIVE,
            150,
            1,
            List.of());
    var admitted = new Admitted(queued(), Optional.empty(), Optional.empty());

    var opening = new Opening("Hello", "", List.of(), Instant.EPOCH);
    var first = new Admitted(queued(), Optional.of(opening), Optional.empty());

    assertThat(new Admission(roster, Collections.nCopies(95, admitted)).messages()).hasSize(95);
    assertThat(new Admission(roster, Collections.nCopies(31, first)).messages()).hasSize(31);
    for (List<Admitted> wrong :
        List.of(
            List.<Admitted>of(),
            Collections.nCopies(96, admitted),
            Collections.nCopies(32, first))) {
      assertThatThrownBy(() -> new Admission(roster, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    var policy = new SendPolicy(BillingState.FREE, OutboundStatus.INTERNAL_ONLY);
    Purse purse = Purse.empty(TENANT, policy);
    var page = new MomentPage(TENANT, 49, List.of(Instant.EPOCH));
    var paged = new Reservation(purse, Credits.ZERO, purse, List.of(page));
    List<Admitted> most = Collections.nCopies(95, admitted);
    assertThat(new Admission(roster, most.subList(1, 95), null, paged).messages()).hasSize(94);
    assertThatThrownBy(() -> new Admission(roster, most, null, paged))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
