package dev.posthouse.s3;

import dev.posthouse.local.aws.LocalAws;
import dev.posthouse.local.aws.LocalAwsListener;
import dev.posthouse.local.aws.LocalAwsSettings;
import dev.posthouse.local.store.Faults;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.ContentsContract;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

@OnEveryAws
record S3ContentsTest(AwsEndpoint endpoint) implements ContentsContract {
  private static final Map<String, S3Contents> BUCKETS = new ConcurrentHashMap<>();

  @Override
  public Ports ports() {
    return new FakeStore()
        .ports()
        .with(BUCKETS.computeIfAbsent(endpoint.toString(), there -> bucket(endpoint)));
  }

  private static S3Contents bucket(AwsEndpoint endpoint) {
    S3ClientBuilder builder =
        S3Client.builder().httpClient(UrlConnectionHttpClient.create()).forcePathStyle(true);
    S3Client s3 = endpoint.isEmbedded() ? local().client(builder) : endpoint.client(builder);
    String bucket = AwsEndpoint.fresh("posthouse");
    s3.createBucket(create -> create.bucket(bucket));
    return new S3Contents(s3, bucket);
  }

  private static LocalAws local() {
    try {
      return LocalAws.start(
          LocalAwsSettings.DEFAULT,
          InstantSource.system(),
          new Random(1),
          new Faults(),
          new LocalAwsListener() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
