package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.deliver.Mailer.Answer;
import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.local.aws.LocalAws;
import dev.posthouse.local.aws.LocalAwsListener;
import dev.posthouse.local.aws.LocalAwsSettings;
import dev.posthouse.local.aws.MailSpool;
import dev.posthouse.local.store.Faults;
import dev.posthouse.mail.UnsubscribeTokens;
import dev.posthouse.s3.S3Attachments;
import dev.posthouse.ses.CompartmentNames;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.AwsEndpoint.Kind;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.OnEveryAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.SesV2ClientBuilder;

/// What [SesMailer] makes of SES's answers.
@OnEveryAws
record SesMailerTwinTest(AwsEndpoint endpoint) {
  private static final Content LETTER =
      new Content("Grüße", "Hello.", "<p>Hello.</p>", null, List.of());

  private static final class Local {
    private static final LocalAws AWS = start();

    private static LocalAws start() {
      try {
        return LocalAws.start(
            LocalAwsSettings.DEFAULT.withStrict(),
            InstantSource.system(),
            new Random(1),
            new Faults(),
            new LocalAwsListener() {});
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void aMailFromAVerifiedDomainIsTaken() {
    SesV2Client ses = ses();
    OutboundJob job = jobFrom(verified(ses));
    SesMailer mailer = mailer(ses, configurationSet(ses));

    String first = taken(mailer.send(job, LETTER, roster(job)));
    String second = taken(mailer.send(job, LETTER, roster(job)));

    assertThat(first).isNotBlank();
    assertThat(second).isNotBlank().isNotEqualTo(first);
  }

  @Test
  void whatIsTakenGoesToTheRecipientAloneAndTellsItsJob() {
    endpoint.assumeNot(Kind.MOTO, "it keeps neither the envelope as it was nor the tags");
    SesV2Client ses = ses();
    String set = configurationSet(ses);
    OutboundJob job = jobFrom(verified(ses));

    String id = taken(mailer(ses, set).send(job, LETTER, roster(job)));

    MailSpool.Mail mail = Local.AWS.mail().find(id).orElseThrow();
    assertThat(mail.from()).isEqualTo(job.account().toString());
    assertThat(mail.to()).containsExactly(job.envelope().recipient().toString());
    assertThat(mail.configurationSet()).isEqualTo(set);
    assertThat(mail.tags())
        .containsEntry("job", job.id().value())
        .containsEntry("attempt", "1")
        .containsEntry("identity", job.envelope().identity().value())
        .containsEntry("tenant", job.envelope().tenant().value());
    assertThat(new String(Local.AWS.mail().raw(id).orElseThrow(), StandardCharsets.US_ASCII))
        .contains("X-Posthouse-Job: " + job.id().value())
        .contains("multipart/alternative");
  }

  @Test
  void aSenderNobodyVerifiedIsRefused() {
    SesV2Client ses = ses();
    OutboundJob job = jobFrom("nobody-verified.example");

    Answer answer = mailer(ses, configurationSet(ses)).send(job, LETTER, roster(job));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.error().code()).isEqualTo("message_rejected"));
  }

  @Test
  void aConfigurationSetThatIsMissingIsTheOperatorsToMend() {
    endpoint.assumeNot(Kind.MOTO, "it does not look whether the configuration set is there");
    SesV2Client ses = ses();
    OutboundJob job = jobFrom(verified(ses));

    Answer answer = mailer(ses, "no-such-set").send(job, LETTER, roster(job));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Busy.class,
            busy -> assertThat(busy.error().code()).isEqualTo("configuration_set_missing"));
  }

  private SesV2Client ses() {
    endpoint.assumeNot(Kind.LOCALSTACK, "its last free image has no SES v2");
    SesV2ClientBuilder builder =
        SesV2Client.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .overrideConfiguration(SesClients::once);
    SesV2Client ses = endpoint.isEmbedded() ? Local.AWS.client(builder) : endpoint.client(builder);
    return ses;
  }

  private static String configurationSet(SesV2Client ses) {
    String name = AwsEndpoint.fresh("set");
    ses.createConfigurationSet(create -> create.configurationSetName(name));
    return name;
  }

  /// A domain that may send.
  private String verified(SesV2Client ses) {
    String domain = AwsEndpoint.fresh("verified") + ".example";
    ses.createEmailIdentity(create -> create.emailIdentity(domain));
    if (endpoint.isEmbedded()) {
      Local.AWS.verifyIdentity(domain);
    }
    return domain;
  }

  private static OutboundJob jobFrom(String domain) {
    return Fixtures.job(roster(EmailAddress.parse("ana@" + domain)), 0, Fixtures.person())
        .claimed(Fixtures.NOW, Duration.ofMinutes(2));
  }

  private static Roster roster(OutboundJob job) {
    return roster(job.account());
  }

  private static Roster roster(EmailAddress account) {
    var mailbox = new Mailbox(0, account, MailboxState.ACTIVE, 100, 100, 93);
    return Fixtures.roster(Fixtures.tenantId(), List.of(mailbox), 150);
  }

  private static SesMailer mailer(SesV2Client ses, String configurationSet) {
    var tokens = new UnsubscribeTokens(List.of("a secret of these tests"));
    // The letter has none.
    var attachments = new S3Attachments(Local.AWS.client(S3Client.builder()), "no-bucket");
    return new SesMailer(
        ses,
        new JobMail(tokens, "https://post.example", attachments),
        configurationSet,
        new CompartmentNames("twin-"));
  }

  private static String taken(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Taken.class);
    return ((Answer.Taken) answer).sesMessageId();
  }
}
