package dev.posthouse.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
  private static final Map<String, String> NAMES =
      Map.of(
          "public.example", "93.184.215.14 2606:2800:21f:cb07:6820:80da:af6b:8b2c",
          "private.example", "10.0.0.7",
          "half.example", "93.184.215.14 169.254.169.254",
          "six.example", "fd00::1",
          "localhost", "127.0.0.1 ::1");

  private static InetAddress[] hosts(String host) throws UnknownHostException {
    String known = NAMES.get(host);
    if (known != null) {
      return Arrays.stream(known.split(" ", -1))
          .map(InetAddress::ofLiteral)
          .toArray(InetAddress[]::new);
    }
    if (host.matches("[0-9.]+|.*:.*")) {
      return InetAddress.getAllByName(host);
    }
    throw new UnknownHostException(host);
  }

  private final Targets targets = new Targets(TargetsTest::hosts, false);
  private final Targets local = new Targets(TargetsTest::hosts, true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://public.example/hook",
        "https://public.example:8443/hook?a=b",
        "HTTPS://PUBLIC.example",
        "https://93.184.215.14/",
        "https://not-yet-there.example/"
      })
  void anEndpointOnTheInternetIsTaken(String url) {
    assertThat(targets.fault(url.replace("PUBLIC", "public"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://public.example/",
        "ftp://public.example/",
        "https://",
        "https:///hook",
        "https://user:password@public.example/",
        "https://public.example/#part",
        "https://private.example/",
        "https://half.example/",
        "https://six.example/",
        "https://localhost/",
        "http://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://2130706433/",
        "https://127.1/",
        "not a url",
        "/hook"
      })
  void anyOtherIsNot(String url) {
    assertThat(targets.fault(url)).as(url).isPresent();
  }

  @Test
  void theLocalRunTakesThisMachineAlsoWithoutTls() {
    assertThat(local.fault("http://localhost:8080/hook")).isEmpty();
    assertThat(local.fault("http://127.0.0.1:8080/hook")).isEmpty();
    assertThat(local.fault("http://public.example/")).isPresent();
    assertThat(local.fault("https://private.example/")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, false",
    "10.255.255.255, false",
    "11.0.0.0, true",
    "100.64.0.1, false",
    "100.128.0.0, true",
    "127.255.255.255, false",
    "169.254.169.254, false",
    "172.15.0.1, true",
    "172.16.0.1, false",
    "172.31.255.255, false",
    "172.32.0.1, true",
    "192.0.0.8, false",
    "192.168.1.1, false",
    "198.19.255.255, false",
    "224.0.0.1, false",
    "255.255.255.255, false",
    "8.8.8.8, true",
    "::, false",
    "::1, false",
    "::ffff:8.8.8.8, true",
    "::ffff:10.0.0.1, false",
    "64:ff9b::a00:1, false",
    "64:ff9b:1::1, false",
    "fe80::1, false",
    "fc00::1, false",
    "fec0::1, false",
    "ff02::1, false",
    "2001::1, false",
    "2001:db8::1, false",
    "2002:0a00:0001::, false",
    "3fff::1, false",
    "2001:4860:4860::8888, true",
    "2606:4700::1111, true",
    "100::1, false",
    "5f00::1, false"
  })
  void onlyAddressesOfTheInternetArePublic(String address, boolean isPublic) {
    assertThat(PublicAddress.is(InetAddress.ofLiteral(address))).as(address).isEqualTo(isPublic);
  }

  @Test
  void aNameThatChangesItsMindIsRefusedWhenItIsConnectedTo() {
    assertThatThrownBy(() -> targets.resolve("half.example")).isInstanceOf(Targets.Forbidden.class);
  }
}
