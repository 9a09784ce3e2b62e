package dev.posthouse.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.s3.S3Attachments;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

final class S3ApiTest {
  private static final String BUCKET = "posthouse-test";

  private AwsRun run;

  @BeforeEach
  void start() throws IOException {
    run = AwsRun.start();
    run.s3.createBucket(create -> create.bucket(BUCKET));
  }

  @AfterEach
  void stop() {
    run.close();
  }

  private void put(String key, String content) {
    run.s3.putObject(
        put -> put.bucket(BUCKET).key(key),
        RequestBody.fromString(content, StandardCharsets.UTF_8));
  }

  private String get(String key) {
    return run.s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asUtf8String();
  }

  @Test
  void keepsObjects() {
    run.s3.putObject(
        put ->
            put.bucket(BUCKET)
                .key("in/a b+ü/1.eml")
                .contentType("message/rfc822")
                .metadata(Map.of("tenant", "t1")),
        RequestBody.fromString("Hello"));

    var head = run.s3.headObject(get -> get.bucket(BUCKET).key("in/a b+ü/1.eml"));
    assertThat(get("in/a b+ü/1.eml")).isEqualTo("Hello");
    assertThat(head.contentLength()).isEqualTo(5);
    assertThat(head.contentType()).isEqualTo("message/rfc822");
    assertThat(head.metadata()).containsEntry("tenant", "t1");
    assertThat(head.lastModified()).isEqualTo(ManualClock.START);
    assertThat(head.eTag()).isEqualTo("\"8b1a9953c4611296a827abf8c47804d7\"");
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32", "SHA1", "SHA256"})
  void takesChecksumsBehindTheContent(ChecksumAlgorithm algorithm) {
    var bytes = new byte[300_000];
    new SplittableRandom(7).nextBytes(bytes);

    run.s3.putObject(
        put -> put.bucket(BUCKET).key("k").checksumAlgorithm(algorithm),
        RequestBody.fromInputStream(new ByteArrayInputStream(bytes), bytes.length));

    assertThat(run.s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("k")).asByteArray())
        .isEqualTo(bytes);
  }

  @Test
  void refusesAWrongChecksum() {
    assertThatThrownBy(() ->
            run.s3.putObject(
                put -> put.bucket(BUCKET).key("k").checksumCRC32("AAAAAA=="),
                RequestBody.fromString("Hello")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BadDigest"));
  }

  @Test
  void replacesAndDeletes() {
    put("k", "one");
    put("k", "two");
    assertThat(get("k")).isEqualTo("two");

    run.s3.deleteObject(delete -> delete.bucket(BUCKET).key("k"));
    run.s3.deleteObject(delete -> delete.bucket(BUCKET).key("k"));
    assertThatThrownBy(() -> get("k")).isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> run.s3.headObject(head -> head.bucket(BUCKET).key("k")))
        .isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void putsOnlyIfThereIsNone() {
    put("k", "one");

    assertThatThrownBy(() ->
            run.s3.putObject(
                put -> put.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromString("two")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    assertThat(get("k")).isEqualTo("one");
  }

  @Test
  void listsByPrefixPageByPage() {
    for (String key : new String[] {"a/1", "b/1", "b/2 <&>", "b/3", "c"}) {
      put(key, key);
    }

    var first = run.s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("b/").maxKeys(2));
    assertThat(first.contents()).extracting(S3Object::key).containsExactly("b/1", "b/2 <&>");
    assertThat(first.contents().getFirst().size()).isEqualTo(3);
    assertThat(first.isTruncated()).isTrue();
    assertThat(
            run.s3
                .listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix("b/").maxKeys(2))
                .contents())
        .extracting(S3Object::key)
        .containsExactly("b/1", "b/2 <&>", "b/3");
    assertThat(run.s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("z")).contents()).isEmpty();
  }

  @Test
  void knowsItsBuckets() {
    run.s3.headBucket(head -> head.bucket(BUCKET));
    assertThatThrownBy(() -> run.s3.createBucket(create -> create.bucket(BUCKET)))
        .isInstanceOf(BucketAlreadyOwnedByYouException.class);
    assertThatThrownBy(() -> run.s3.headBucket(head -> head.bucket("other")))
        .isInstanceOf(NoSuchBucketException.class);
    assertThatThrownBy(() ->
            run.s3.putObject(put -> put.bucket("other").key("k"), RequestBody.fromString("Hello")))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @Test
  void tellsOfNewObjects() {
    put("in/a b", "Hello");
    run.aws.runDue(run.clock.instant());

    assertThat(run.created)
        .containsExactly(
            new ObjectCreated(
                BUCKET, "in/a b", 5, "8b1a9953c4611296a827abf8c47804d7", ManualClock.START));
    var record = run.created.getFirst().json().path("Records").path(0);
    assertThat(record.path("eventName").asString()).isEqualTo("ObjectCreated:Put");
    assertThat(record.path("s3").path("object").path("key").asString()).isEqualTo("in/a+b");
    assertThat(record.path("s3").path("bucket").path("name").asString()).isEqualTo(BUCKET);
  }

  @Test
  void saysWhatItDoesNotKnow() {
    assertThatThrownBy(() -> run.s3.listBuckets()).isInstanceOf(S3Exception.class);
    assertThatThrownBy(() -> run.s3.getObjectTagging(get -> get.bucket(BUCKET).key("k")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(501))
        .hasMessageContaining("tagging");
    assertThatThrownBy(() ->
            run.s3.copyObject(copy ->
                copy.sourceBucket(BUCKET)
                    .sourceKey("k")
                    .destinationBucket(BUCKET)
                    .destinationKey("l")))
        .isInstanceOf(S3Exception.class);
  }

  @Test
  void aLinkToAnAttachmentGivesItsBytesWithoutCredentials() throws Exception {
    var attachments = new S3Attachments(run.s3, BUCKET);
    var file = new AttachmentRef("att_1_0", "Rechnung 1 📄.pdf", "text/html", 5, null);
    attachments.put(file, "Hello".getBytes(StandardCharsets.UTF_8));

    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(attachments.link(file)).build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("Hello");
      assertThat(answer.headers().firstValue("content-type")).contains("application/octet-stream");
      assertThat(answer.headers().firstValue("content-disposition"))
          .contains("attachment; filename*=UTF-8''Rechnung%201%20%F0%9F%93%84.pdf");
    }
  }
}
