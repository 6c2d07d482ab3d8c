package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;
import org.asyncjob.jaxrs.AddressRange.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, 11.0.0.0",
    "172.16.0.0/12, 172.31.255.255, 172.32.0.0",
    "127.0.0.1, 127.0.0.1, 127.0.0.2",
    "192.168.1.128/25, 192.168.1.200, 192.168.1.127",
    "0.0.0.0/0, 203.0.113.7, ::1",
    "fd00::/8, fdff::1, fe00::1",
    "::1, 0:0:0:0:0:0:0:1, ::2",
    "::/0, 2001:db8::1, 1.2.3.4",
    "fe80::/10, fe80::1%eth0, fec0::1",
    "10.0.0.0/8, ::ffff:10.1.1.1, ::ffff:11.1.1.1"
  })
  void aRangeHasTheAddressesThatBeginAsItDoes(String range, String inside, String outside) {
    assertThat(AddressRange.parse(range).contains(Address.parse(inside).orElseThrow())).isTrue();
    assertThat(AddressRange.parse(range).contains(Address.parse(outside).orElseThrow())).isFalse();
  }

  @Test
  void ofAnyAddressTheRangeOfAnyLengthHasItsNeighboursBehindThatLengthOnly()
      throws UnknownHostException {
    SplittableRandom random = new SplittableRandom(4632);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      int length = random.nextInt(bytes.length * 8 + 1);
      int flipped = random.nextInt(bytes.length * 8);
      byte[] neighbour = bytes.clone();
      neighbour[flipped / 8] ^= (byte) (0x80 >> flipped % 8);
      AddressRange range =
          AddressRange.parse(InetAddress.getByAddress(bytes).getHostAddress() + "/" + length);

      assertThat(range.contains(new Address(InetAddress.getByAddress(bytes)))).isTrue();
      assertThat(range.contains(new Address(InetAddress.getByAddress(neighbour))))
          .as("%s with bit %d the other way", range, flipped)
          .isEqualTo(flipped >= length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "example.org/8",
        "10.0.0.0/33",
        "::/129",
        "10.0.0/8",
        "10.0.0.256",
        "1.2.3.4.",
        "1.2.3.4/",
        "1.2.3.4/-1",
        "/8",
        "10.0.0.0/8/8",
        "cafe",
        "::g",
        ":",
        ".:1",
        "1::2::3",
        "300.1.1.1"
      })
  void whatIsNoRangeOfAddressesIsNamedAndNotLookedUp(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressRange.parse(text))
        .withMessageContaining("\"" + text + "\"")
        .withMessageContaining("10.0.0.0/8");
  }
}
