package dev.posthouse.s3;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Contents;
import dev.posthouse.dynamodb.ContentCodec;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// [Contents] as objects of a bucket, below `contents/`.
public final class S3Contents implements Contents {
  private static final String PREFIX = "contents/";

  private final S3Client s3;
  private final String bucket;

  public S3Contents(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public void put(String key, Content content) {
    s3.putObject(
        put -> put.bucket(bucket).key(PREFIX + key),
        RequestBody.fromBytes(ContentCodec.encode(content)));
  }

  @Override
  public Optional<Content> get(String key) {
    try {
      ResponseBytes<GetObjectResponse> object =
          s3.getObjectAsBytes(get -> get.bucket(bucket).key(PREFIX + key));
      return Optional.of(ContentCodec.decode(object.asByteArray()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public void delete(String key) {
    s3.deleteObject(delete -> delete.bucket(bucket).key(PREFIX + key));
  }
}
