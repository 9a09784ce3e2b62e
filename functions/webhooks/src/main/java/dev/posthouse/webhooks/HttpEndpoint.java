package dev.posthouse.webhooks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// The [Endpoint] over HTTP/1.1. It connects to addresses that [Targets] allows and to no others,
/// follows no redirects, keeps no cookies, and is done within [#TIME_MAX] whatever the other end
/// does. Of the answer's body it reads little and keeps nothing: whoever names an endpoint must not
/// learn what is there.
final class HttpEndpoint implements Endpoint {
  /// Longest time of a request, from looking up the name to the last byte.
  static final Duration TIME_MAX = Duration.ofSeconds(10);

  private static final int BODY_MAX = 16 * 1024;
  private static final int HEADERS_MAX = 100;
  private static final int LINE_MAX = 8 * 1024;
  private static final int RETRY_AFTER_MAX_SECONDS = 86_400;
  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);

  private final CloseableHttpClient client;
  private final ScheduledExecutorService deadlines;

  HttpEndpoint(Targets targets) {
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections(targets))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(CONNECT_TIMEOUT)
                    .setResponseTimeout(Timeout.of(TIME_MAX))
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .setUserAgent("Posthouse-Webhooks/1")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build();
    var timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("deadline").factory());
    timer.setRemoveOnCancelPolicy(true);
    this.deadlines = timer;
  }

  private static PoolingHttpClientConnectionManager connections(Targets targets) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(
            new DnsResolver() {
              @Override
              public InetAddress[] resolve(String host) throws UnknownHostException {
                return targets.resolve(host);
              }

              @Override
              public String resolveCanonicalHostname(String host) {
                return host;
              }
            })
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxHeaderCount(HEADERS_MAX)
                        .setMaxLineLength(LINE_MAX)
                        .build())
                .build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(CONNECT_TIMEOUT)
                .setSocketTimeout(Timeout.of(TIME_MAX))
                .setValidateAfterInactivity(TimeValue.ofMilliseconds(200))
                .setTimeToLive(TimeValue.ofSeconds(30))
                .build())
        .setMaxConnPerRoute(32)
        .setMaxConnTotal(512)
        .build();
  }

  @Override
  public Response post(URI url, Map<String, String> headers, String body) {
    long start = System.nanoTime();
    var post = new HttpPost(url);
    headers.forEach(post::setHeader);
    post.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    var late = new AtomicBoolean();
    ScheduledFuture<?> deadline =
        deadlines.schedule(
            () -> {
              late.set(true);
              post.cancel();
            },
            TIME_MAX.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      // Its close reads on to the end of the body, so it is left to finish().
      ClassicHttpResponse response = client.executeOpen(null, post, null);
      var answer = new Response(response.getCode(), "", retryAfter(response), since(start));
      finish(post, response);
      return answer;
    } catch (IOException | IllegalArgumentException e) {
      String error = late.get() ? "no answer within " + TIME_MAX.toSeconds() + " s" : why(e);
      return new Response(0, error, Duration.ZERO, since(start));
    } finally {
      deadline.cancel(false);
    }
  }

  /// Reads a short body to its end, so that the connection can serve again; a longer one takes its
  /// connection with it. The status has been read by then: whatever comes now changes nothing.
  private static void finish(HttpPost post, ClassicHttpResponse response) {
    try (response) {
      HttpEntity entity = response.getEntity();
      if (entity != null && entity.getContent().readNBytes(BODY_MAX).length == BODY_MAX) {
        post.cancel();
      }
    } catch (IOException e) {
      post.cancel();
    }
  }

  private static String why(Exception failure) {
    return switch (failure) {
      case Targets.Forbidden forbidden -> "the host is not on the public internet";
      case UnknownHostException _ -> "the host is unknown";
      case SSLException _ -> "no TLS connection";
      case SocketTimeoutException _ -> "no answer in time";
      case IllegalArgumentException _ -> "not a URL";
      default -> "no connection, or it broke";
    };
  }

  private static Duration retryAfter(ClassicHttpResponse response) {
    Header header = response.getFirstHeader("retry-after");
    String value = header == null ? "" : String.valueOf(header.getValue()).strip();
    return value.matches("\\d{1,6}")
        ? Duration.ofSeconds(Math.min(RETRY_AFTER_MAX_SECONDS, Integer.parseInt(value)))
        : Duration.ZERO;
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
