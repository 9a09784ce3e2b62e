package dev.posthouse.discovery;

import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// Everything the function is made of, in the order it is made.
record DiscoveryWiring(ApiDescription api, Assets assets, ShowRuntime runtime, Pages pages) {
  static DiscoveryWiring of(Platform platform) {
    Settings settings = Settings.of(platform);
    SesV2Client ses = platform.client(SesV2Client.class, DiscoveryWiring::ses);
    var api = new ApiDescription(settings.orElse("PUBLIC_URL", "/"));
    var offer = Offer.of(settings);
    return new DiscoveryWiring(
        api,
        new Assets(),
        new ShowRuntime(api, offer, new SesStanding(ses, platform.clock(), platform.log())),
        new Pages(offer));
  }

  private static SesV2Client ses() {
    return SesV2Client.builder().httpClient(UrlConnectionHttpClient.create()).build();
  }
}
