package dev.posthouse.domain.identity;

import dev.posthouse.domain.purse.Credits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The tiers on offer, from `tiers.csv` beside this class.
public final class Tiers {
  private static final Tiers STANDARD = load();
  private static final Tier SELF_SERVE =
      new Tier(Identity.SELF_SERVE, Identity.SELF_SERVE_DAILY_CAP, 1, 1);

  private final Map<String, Tier> byName;

  private Tiers(Map<String, Tier> byName) {
    this.byName = byName;
  }

  /// The tiers every deployment offers.
  public static Tiers standard() {
    return STANDARD;
  }

  /// The tier of that name.
  public Optional<Tier> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// Whether a tier says how large the identity's pool is: it does not for self-serve mailboxes,
  /// nor for the platform's own identity, which is of no tier on offer.
  public boolean size(Identity identity) {
    return !identity.selfServe() && find(identity.tierName()).isPresent();
  }

  /// What stands for the tier of that identity: a tier on offer, or that of a self-serve mailbox.
  public Tier of(Identity identity) {
    return identity.selfServe()
        ? SELF_SERVE
        : find(identity.tierName())
            .orElseThrow(() -> new IllegalStateException("no tier " + identity.tierName()));
  }

  /// Their names, smallest tier first.
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  private static Tiers load() {
    var tiers = new LinkedHashMap<String, Tier>();
    try (InputStream in = Objects.requireNonNull(Tiers.class.getResourceAsStream("tiers.csv"));
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line : reader.lines().skip(1).toList()) {
        String[] cells = line.split(",", -1);
        var tier =
            new Tier(
                cells[0],
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                Integer.parseInt(cells[3]),
                new Credits(Long.parseLong(cells[4])));
        tiers.put(tier.name(), tier);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Tiers(tiers);
  }
}
