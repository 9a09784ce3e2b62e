package dev.posthouse.testing;

import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Term;
import dev.posthouse.domain.identity.Terms;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.Optional;

/// The [Terms] in memory.
public final class FakeTerms implements Terms {
  private final FakeStore store;
  private final FakeIdentities identities;

  public FakeTerms(FakeStore store) {
    this.store = store;
    this.identities = new FakeIdentities(store);
  }

  @Override
  public Optional<Term> find(IdentityId identity) {
    synchronized (store) {
      return Optional.ofNullable(store.terms.get(identity));
    }
  }

  @Override
  public Renewing renew(Renewal renewal, Instant now) {
    synchronized (store) {
      Term before = renewal.before();
      long version = find(before.identity()).map(Term::version).orElse(0L);
      Optional<Long> revision = identities.roster(before.identity()).map(Roster::revision);
      if (version != before.version()
          || renewal
              .roster()
              .filter(change -> !revision.equals(Optional.of(change.before().revision())))
              .isPresent()) {
        return Renewing.RACED;
      }
      if (renewal.charge().isPresent() && !FakePurses.apply(store, renewal.charge().get())) {
        return Renewing.NOT_COVERED;
      }
      renewal
          .roster()
          .ifPresent(change -> {
            PoolChange done = identities.change(change.before(), change.after(), now);
            if (!(done instanceof PoolChange.Changed)) {
              throw new IllegalStateException("the roster changed under the lock");
            }
          });
      store.terms.put(before.identity(), renewal.after());
      return Renewing.DONE;
    }
  }
}
