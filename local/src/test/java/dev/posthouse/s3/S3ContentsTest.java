package dev.posthouse.s3;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.ContentsContract;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;

@OnEveryAws
record S3ContentsTest(AwsEndpoint endpoint) implements ContentsContract {
  @Override
  public Ports ports() {
    ContractBucket bucket = ContractBucket.on(endpoint);
    return new FakeStore().ports().with(new S3Contents(bucket.s3(), bucket.name()));
  }
}
