package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.tenantId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.sending.HostedZones;
import dev.posthouse.domain.sending.HostedZones.Change;
import dev.posthouse.domain.sending.RecordSet;
import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [HostedZones] promises: a zone is only found by its mark, and what somebody else puts
/// there is not lost.
public interface HostedZonesContract {
  HostedZones zones();

  /// A domain of that label that no other test uses.
  String domain(String label);

  /// Makes a public zone in the operator's account.
  ///
  /// @param tenant whom it is marked for; null if it is not marked
  void make(String name, @Nullable TenantId tenant);

  /// Aborts a test where a change is not compared with what is there.
  default void assumeChangesAreCompared() {}

  @Test
  default void aZoneIsATenantsByItsMarkAlone() {
    TenantId mine = tenantId();
    String marked = domain("marked");
    String unmarked = domain("unmarked");
    make(marked, mine);
    make(unmarked, null);

    assertThat(zones().find(marked, mine)).isPresent();
    assertThat(zones().find("mail." + marked, mine)).isEqualTo(zones().find(marked, mine));
    assertThat(zones().find(marked, tenantId())).isEmpty();
    assertThat(zones().find(unmarked, mine)).isEmpty();
    assertThat(zones().find(domain("nobodys"), mine)).isEmpty();
    assertThat(zones().find("not-" + marked, mine)).isEmpty();
  }

  @Test
  default void theZoneClosestToADomainIsTheOneThatAnswers() {
    TenantId mine = tenantId();
    String upper = domain("upper");
    make(upper, mine);
    make("mail." + upper, null);

    assertThat(zones().find("a.mail." + upper, mine)).isEmpty();
    make("mail." + upper, mine);
    assertThat(zones().find("a.mail." + upper, mine))
        .isPresent()
        .isNotEqualTo(zones().find(upper, mine));
  }

  @Test
  default void whatIsPutIsReadWithWhatIsBelow() {
    String name = domain("read");
    String zone = made(name);
    List<RecordSet> sets =
        List.of(
            set("MX", name, "10 one.example", "20 two.example"),
            set("TXT", "_dmarc." + name, "\"v=DMARC1; p=none;\""),
            set("TXT", "other." + name, "\"a \\\"b\\\"\" \"c\""),
            set("CNAME", "www.other." + name, "three.example"));
    for (RecordSet set : sets) {
      assertThat(zones().change(zone, List.of(new Change(Optional.empty(), set)))).isTrue();
    }

    assertThat(zones().read(zone, name))
        .filteredOn(set -> !List.of("NS", "SOA").contains(set.type()))
        .containsExactlyInAnyOrderElementsOf(sets);
    assertThat(zones().read(zone, "other." + name))
        .containsExactlyInAnyOrder(sets.get(2), sets.get(3));
    assertThat(zones().read(zone, "none." + name)).isEmpty();
  }

  @Test
  default void aSetThatChangedMeanwhileIsLeftAsItIsAndNothingElseIsDone() {
    assumeChangesAreCompared();
    String name = domain("race");
    String zone = made(name);
    RecordSet seen = set("TXT", name, "\"seen\"");
    RecordSet theirs = set("TXT", name, "\"seen\"", "\"theirs\"");
    RecordSet ours = set("TXT", name, "\"seen\"", "\"ours\"");
    RecordSet more = set("TXT", "more." + name, "\"more\"");
    zones().change(zone, List.of(new Change(Optional.empty(), seen)));
    zones().change(zone, List.of(new Change(Optional.of(seen), theirs)));

    boolean changed =
        zones()
            .change(
                zone,
                List.of(new Change(Optional.empty(), more), new Change(Optional.of(seen), ours)));

    assertThat(changed).isFalse();
    assertThat(zones().read(zone, name)).contains(theirs).doesNotContain(ours, more);
    assertThat(zones().change(zone, List.of(new Change(Optional.empty(), ours)))).isFalse();
    assertThat(zones().read(zone, name)).contains(theirs);
  }

  @Test
  default void aZoneThatNobodyHasIsMarkedAndOneThatSomebodyHasIsNot() {
    TenantId mine = tenantId();
    String name = domain("mark");
    assertThat(zones().mark(name, mine)).isFalse();
    make(name, null);

    assertThat(zones().mark(name, mine)).isTrue();
    assertThat(zones().find(name, mine)).isPresent();
    assertThat(zones().mark(name, mine)).isTrue();
    assertThat(zones().mark(name, tenantId())).isFalse();
    assertThat(zones().mark("below." + name, mine)).isFalse();
    assertThat(zones().find(name, mine)).isPresent();
  }

  private String made(String name) {
    TenantId tenant = tenantId();
    make(name, tenant);
    return zones().find(name, tenant).orElseThrow();
  }

  private static RecordSet set(String type, String name, String... values) {
    return new RecordSet(type, name, 300, List.of(values), true);
  }
}
