package dev.posthouse.s3;

import dev.posthouse.local.aws.LocalAws;
import dev.posthouse.local.aws.LocalAwsListener;
import dev.posthouse.local.aws.LocalAwsSettings;
import dev.posthouse.local.store.Faults;
import dev.posthouse.testing.AwsEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// A bucket at an endpoint, for all tests of this module.
record ContractBucket(S3Client s3, String name) {
  private static final Map<String, ContractBucket> BUCKETS = new ConcurrentHashMap<>();

  static ContractBucket on(AwsEndpoint endpoint) {
    return BUCKETS.computeIfAbsent(endpoint.toString(), there -> create(endpoint));
  }

  private static ContractBucket create(AwsEndpoint endpoint) {
    S3ClientBuilder builder =
        S3Client.builder().httpClient(UrlConnectionHttpClient.create()).forcePathStyle(true);
    S3Client s3 = endpoint.isEmbedded() ? local().client(builder) : endpoint.client(builder);
    String name = AwsEndpoint.fresh("posthouse");
    s3.createBucket(create -> create.bucket(name));
    return new ContractBucket(s3, name);
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
