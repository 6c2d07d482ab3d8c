package org.asyncjob.transcode.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundGuardTest {

  private static final int HTTPS = 443;

  private final OutboundGuard guard = OutboundGuard.publicOnly();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.216.34",
        "8.8.8.8",
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "11.0.0.0",
        "9.255.255.255",
        "2606:2800:220:1:248:1893:25c8:1946",
        "2a00:1450:4001:81b::200e",
        "2001:4860:4860::8888",
        "64:ff9b::8.8.8.8"
      })
  void publicAddressesAreReached(String address) throws Exception {
    assertThat(guard.objection("example.org", of(address), HTTPS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "169.254.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "192.168.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:0:53aa:64c:0:5ccd:ffff:ffff",
        "2001:2::1",
        "2001:10::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::",
        "2002:808:808::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1"
      })
  void allOthersAreRefusedAlsoInTheClothesOfVersionSix(String address) throws Exception {
    assertThat(guard.objection("example.org", of(address), HTTPS)).isPresent();
    assertThat(guard.objection(address, of(address), HTTPS)).isPresent();
  }

  @Test
  void javaWouldUndressMappedAddressesButTheGuardDoesNotRelyOnIt() {
    Network loopback = Network.parse("::ffff:127.0.0.1");
    Network world = Network.parse("::ffff:8.8.8.8");

    assertThat(SpecialNetworks.objection(loopback.block())).contains("loopback");
    assertThat(SpecialNetworks.objection(world.block())).isEmpty();
  }

  @Test
  void onlyPortsOfTheWebAreReached() throws Exception {
    for (int port : new int[] {80, 443, 8080, 8443}) {
      assertThat(guard.objection("example.org", of("8.8.8.8"), port)).isEmpty();
    }
    for (int port : new int[] {1, 22, 25, 81, 3306, 6379, 9200, 11211}) {
      assertThat(guard.objection("example.org", of("8.8.8.8"), port)).isPresent();
    }
  }

  @Test
  void anAllowedNetworkIsReachedOnAnyPortAndNothingBesideIt() throws Exception {
    OutboundGuard allowing = OutboundGuard.builder().allow("10.1.0.0/16", "fd12::/16").build();

    assertThat(allowing.objection("media.lan", of("10.1.2.3"), 9000)).isEmpty();
    assertThat(allowing.objection("media.lan", of("fd12::1"), 80)).isEmpty();
    assertThat(allowing.objection("media.lan", of("10.2.0.1"), 80)).isPresent();
    assertThat(allowing.objection("media.lan", of("fd13::1"), 80)).isPresent();
    assertThat(allowing.objection("media.lan", of("64:ff9b::10.1.2.3"), 80)).isPresent();
    assertThat(allowing.objection("example.org", of("8.8.8.8"), HTTPS)).isEmpty();
  }

  @Test
  void anAllowedHostIsReachedWhereverItIsButNotWhereMachinesAskAboutThemselves() throws Exception {
    OutboundGuard allowing = OutboundGuard.builder().allow("media.lan", "*.Store.lan").build();

    assertThat(allowing.objection("media.lan", of("10.1.2.3"), 9000)).isEmpty();
    assertThat(allowing.objection("MEDIA.lan.", of("10.1.2.3"), 9000)).isEmpty();
    assertThat(allowing.objection("a.b.store.lan", of("127.0.0.1"), 80)).isEmpty();
    assertThat(allowing.objection("store.lan", of("127.0.0.1"), 80)).isPresent();
    assertThat(allowing.objection("notstore.lan", of("127.0.0.1"), 80)).isPresent();
    assertThat(allowing.objection("media.lan.evil.example", of("10.1.2.3"), 80)).isPresent();
    for (String asked :
        new String[] {"169.254.169.254", "fd00:ec2::254", "fe80::1", "64:ff9b::169.254.169.254"}) {
      assertThat(allowing.objection("media.lan", of(asked), 80)).isPresent();
    }
  }

  @Test
  void whatIsDeniedIsRefusedWhateverElseIsSaid() throws Exception {
    OutboundGuard denying =
        OutboundGuard.builder()
            .allow("10.0.0.0/8", "media.lan")
            .deny("10.9.0.0/16", "8.8.8.0/24", "*.example.net")
            .build();

    assertThat(denying.objection("media.lan", of("10.9.0.1"), 80)).isPresent();
    assertThat(denying.objection("dns.google", of("8.8.8.8"), HTTPS)).isPresent();
    assertThat(denying.objection("dns.google", of("64:ff9b::8.8.8.8"), HTTPS)).isPresent();
    assertThat(denying.objection("a.example.net", of("1.1.1.1"), HTTPS)).isPresent();
    assertThat(denying.objection("example.net", of("1.1.1.1"), HTTPS)).isEmpty();
    assertThat(denying.objection("media.lan", of("10.8.0.1"), 80)).isEmpty();
  }

  @Test
  void withAListOnlyThatIsReached() throws Exception {
    OutboundGuard listed =
        OutboundGuard.builder().allow("media.example.org", "192.0.2.0/24").listedOnly(true).build();

    assertThat(listed.objection("media.example.org", of("8.8.8.8"), HTTPS)).isEmpty();
    assertThat(listed.objection("other.example", of("192.0.2.7"), HTTPS)).isEmpty();
    assertThat(listed.objection("other.example", of("8.8.8.8"), HTTPS)).isPresent();
  }

  @Test
  void withoutAGuardAnythingIsReached() throws Exception {
    assertThat(OutboundGuard.none().objection("localhost", of("127.0.0.1"), 22)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0/8",
        "0x7f.0.0.1",
        "010.0.0.1",
        "fd00::/129",
        "::/",
        "fe80::1%eth0",
        "a b",
        "",
        "*",
        "*.",
        "-a.example",
        "https://example.org",
        "example.org:80",
        "2130706433",
        "10.*.0.1",
        "/8"
      })
  void whatIsNeitherHostNorNetworkIsNotGuessedAt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutboundGuard.builder().allow(text).build())
        .withMessageContaining("\"" + text + "\"");
  }

  private static InetAddress of(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }
}
