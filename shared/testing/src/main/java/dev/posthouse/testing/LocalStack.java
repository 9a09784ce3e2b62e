package dev.posthouse.testing;

import java.net.URI;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/// One LocalStack container for all tests of this process; it goes when the process ends.
final class LocalStack {
  /// The last image that needs no account.
  private static final String IMAGE = "localstack/localstack:4.14.0";

  private LocalStack() {}

  /// Aborts the test where there is no Docker.
  static void assumePresent() {
    Assumptions.assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "LocalStack needs Docker, and none answers here");
  }

  static URI uri() {
    assumePresent();
    return Running.CONTAINER.getEndpoint();
  }

  /// Started by whoever asks first.
  private static final class Running {
    private static final LocalStackContainer CONTAINER = start();

    private static LocalStackContainer start() {
      var container = new LocalStackContainer(DockerImageName.parse(IMAGE));
      container.start();
      return container;
    }
  }
}
