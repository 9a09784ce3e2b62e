package dev.posthouse.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class ItemSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 2",
    "12, 2",
    "123, 3",
    "-1, 3",
    "-123, 4",
    "100, 2",
    "1000000000000, 2",
    "1000, 2",
    "12000, 3",
    "10001, 4",
    "1763632800000, 6",
    "1763632812345, 8",
    "1.5, 3",
    "123.456, 5",
    "0.05, 2",
    "0.005, 2",
    "10.5, 3",
    "1.50, 3",
    "00012, 2"
  })
  void countsNumbersByDigits(String number, int sizeBytes) {
    assertThat(ItemSize.number(number)).isEqualTo(sizeBytes);
  }

  @Test
  void countsNamesAndValues() {
    assertThat(ItemSize.of(Map.of("pk", AttributeValue.fromS("grüße")))).isEqualTo(2 + 7);
    assertThat(ItemSize.of(Map.of("ok", AttributeValue.fromBool(true)))).isEqualTo(2 + 1);
    assertThat(ItemSize.of(Map.of("no", AttributeValue.fromNul(true)))).isEqualTo(2 + 1);
    assertThat(ItemSize.of(Map.of("b", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[5])))))
        .isEqualTo(1 + 5);
    assertThat(ItemSize.of(Map.of("s", AttributeValue.fromSs(List.of("ab", "c")))))
        .isEqualTo(1 + 3);
    assertThat(ItemSize.of(Map.of("n", AttributeValue.fromNs(List.of("1", "123")))))
        .isEqualTo(1 + 5);
  }

  @Test
  void countsThreeBytesForAContainerAndOneForEachElement() {
    assertThat(ItemSize.of(AttributeValue.fromL(List.of()))).isEqualTo(3);
    assertThat(
            ItemSize.of(
                AttributeValue.fromL(
                    List.of(AttributeValue.fromS("ab"), AttributeValue.fromN("12")))))
        .isEqualTo(3 + (1 + 2) + (1 + 2));
    assertThat(ItemSize.of(AttributeValue.fromM(Map.of()))).isEqualTo(3);
    assertThat(ItemSize.of(AttributeValue.fromM(Map.of("key", AttributeValue.fromS("ab")))))
        .isEqualTo(3 + 1 + 3 + 2);
  }
}
