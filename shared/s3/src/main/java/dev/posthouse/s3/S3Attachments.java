package dev.posthouse.s3;

import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Attachments;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// [Attachments] as objects of a bucket, below `attachments/`.
public final class S3Attachments implements Attachments {
  /// How long a link works: long enough to click, short enough to leak.
  public static final Duration LINK_LIFE = Duration.ofMinutes(5);

  private static final String PREFIX = "attachments/";

  private final S3Client s3;
  private final String bucket;

  public S3Attachments(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public void put(AttachmentRef attachment, byte[] bytes) {
    s3.putObject(
        put ->
            put.bucket(bucket).key(PREFIX + attachment.id()).contentType(attachment.contentType()),
        RequestBody.fromBytes(bytes));
  }

  @Override
  public Optional<byte[]> get(String id) {
    try {
      return Optional.of(
          s3.getObjectAsBytes(get -> get.bucket(bucket).key(PREFIX + id)).asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean copy(String fromId, AttachmentRef to) {
    Optional<byte[]> bytes = get(fromId);
    bytes.ifPresent(found -> put(to, found));
    return bytes.isPresent();
  }

  @Override
  public URI link(AttachmentRef attachment) {
    GetObjectRequest get =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(PREFIX + attachment.id())
            // Never shown in the page's own origin, whatever it calls itself.
            .responseContentType("application/octet-stream")
            .responseContentDisposition(
                "attachment; filename*=UTF-8''" + encoded(attachment.filename()))
            .build();
    try (S3Presigner presigner = presigner()) {
      return URI.create(
          presigner
              .presignGetObject(sign -> sign.signatureDuration(LINK_LIFE).getObjectRequest(get))
              .url()
              .toString());
    }
  }

  /// Signs as the client does. A presigner takes neither region nor credentials from a client.
  private S3Presigner presigner() {
    S3ServiceClientConfiguration client = s3.serviceClientConfiguration();
    S3Presigner.Builder presigner =
        S3Presigner.builder()
            .region(client.region())
            .credentialsProvider(client.credentialsProvider());
    // Elsewhere than at AWS buckets have no names of their own in the DNS.
    client
        .endpointOverride()
        .ifPresent(endpoint ->
            presigner
                .endpointOverride(endpoint)
                .serviceConfiguration(
                    S3Configuration.builder().pathStyleAccessEnabled(true).build()));
    return presigner.build();
  }

  private static String encoded(String filename) {
    return URLEncoder.encode(filename, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void delete(Collection<String> ids) {
    ids.forEach(id -> s3.deleteObject(delete -> delete.bucket(bucket).key(PREFIX + id)));
  }
}
