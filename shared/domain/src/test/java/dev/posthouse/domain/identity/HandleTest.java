package dev.posthouse.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class HandleTest {
  @Test
  void aHandleIsTheSameInEveryCase() {
    assertThat(Handle.parse("Ada.L@Post.Example"))
        .isEqualTo(new Handle("ada.l@post.example"))
        .hasToString("ada.l@post.example");
  }

  @Test
  void aHandleHasALocalPartAndADomain() {
    var handle = new Handle("ada@post.example");

    assertThat(handle.localPart()).isEqualTo("ada");
    assertThat(handle.domain()).isEqualTo("post.example");
  }

  @Test
  void whatIsNotALowerCaseAddressIsNoHandle() {
    for (String text :
        new String[] {"ada", "Ada@post.example", " ada@post.example", "@x.example"}) {
      assertThatThrownBy(() -> new Handle(text)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Handle.parse("ada")).isInstanceOf(IllegalArgumentException.class);
  }
}
