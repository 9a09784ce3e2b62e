package dev.posthouse.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Race;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SystemMailboxTest {
  private final Deployment deployment = new Deployment();

  SystemMailboxTest() {
    deployment.setting("SIGNUPS_PER_HOUR", "1000");
    mailbox("welcome@post.example");
  }

  private void mailbox(String address) {
    deployment.setting("SYSTEM_MAILBOX", address).with(AccountsHandler::new);
  }

  @Test
  void whoSignsUpIsWelcomedByMail() {
    Answer answer = signUp("ada");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("welcomeStatus")).isEqualTo("queued");
    OutboundJob job = job(answer);
    assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(job.envelope().recipient()).hasToString("ops@example.com");
    assertThat(job.account()).hasToString("welcome@post.example");
    assertThat(job.subject()).isEqualTo("The mailbox ada@post.example is ready");
    assertThat(job.envelope().tenant().value()).isNotEqualTo(answer.text("tenantId"));
  }

  @Test
  void theFirstMailsAtOnceMakeOneMailbox() {
    List<Answer> answers = Race.run(8, number -> () -> signUp("ada" + number + "x"));

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(201);
          assertThat(answer.text("welcomeStatus")).isEqualTo("queued");
        });
    assertThat(system().mailboxes()).hasSize(1);
  }

  @Test
  void anotherAddressTakesThePlaceOfTheOneBefore() {
    signUp("ada");

    mailbox("hello@mail.example");

    assertThat(job(signUp("eve")).account()).hasToString("hello@mail.example");
    assertThat(job(signUp("bob")).account()).hasToString("hello@mail.example");
    assertThat(system().mailboxes())
        .extracting(mailbox -> mailbox.state())
        .containsExactly(MailboxState.RETIRED, MailboxState.ACTIVE);
  }

  @Test
  void anAddressThatIsSomebodysSendsNothingAndSignupGoesOn() {
    signUp("ada");
    mailbox("ada@post.example");

    Answer answer = signUp("eve");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("welcomeStatus")).isEqualTo("failed");
  }

  private Answer signUp(String alias) {
    return deployment
        .caller("")
        .call(
            "POST",
            "/public/signup",
            "{\"mailboxAlias\":\"%s\",\"agentName\":\"Ada\",\"operatorEmail\":\"ops@example.com\","
                    .formatted(alias)
                + "\"productName\":\"Walk\",\"useCase\":\"Trying it\"}",
            Map.of());
  }

  private OutboundJob job(Answer answer) {
    return deployment
        .ports()
        .jobs()
        .find(new JobId(answer.text("welcomeOutboundJobId")))
        .orElseThrow();
  }

  private Roster system() {
    return deployment
        .ports()
        .identities()
        .find(Handle.parse("system@post.example"))
        .orElseThrow()
        .roster();
  }
}
