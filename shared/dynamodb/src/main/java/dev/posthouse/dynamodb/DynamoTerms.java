package dev.posthouse.dynamodb;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Term;
import dev.posthouse.domain.identity.Terms;
import java.time.Instant;
import java.util.Optional;

/// The [Terms] in DynamoDB.
public final class DynamoTerms implements Terms {
  private final Table table;
  private final DynamoIdentities identities;

  public DynamoTerms(Table table) {
    this.table = table;
    this.identities = new DynamoIdentities(table);
  }

  @Override
  public Optional<Term> find(IdentityId identity) {
    return table.get(Key.term(identity)).map(TermItem::read);
  }

  @Override
  public Renewing renew(Renewal renewal, Instant now) {
    Term after = renewal.after();
    Transaction transaction = table.transaction();
    Transaction.Write term =
        transaction.update(Key.term(after.identity()), TermItem.change(renewal.before(), after));
    Optional<Transaction.Write> purse =
        renewal.charge().map(entry -> PurseItem.book(transaction, entry).purse());
    Optional<Transaction.Write> roster =
        renewal
            .roster()
            .map(change -> identities.write(transaction, change.before(), change.after(), now));
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> Renewing.DONE;
      case Transaction.Outcome.Refused refused
          when refused.by(term) || roster.filter(refused::by).isPresent() ->
          Renewing.RACED;
      case Transaction.Outcome.Refused refused when purse.filter(refused::by).isPresent() ->
          Renewing.NOT_COVERED;
      // The ledger has a line of that moment already: another version's.
      case Transaction.Outcome.Refused _ -> Renewing.RACED;
      case Transaction.Outcome.Contended() ->
          throw new StoreBusyException("other writes are in the way of " + after.identity());
      // It may have been applied: the term tells.
      case Transaction.Outcome.Lost(var cause) -> {
        if (!find(after.identity()).equals(Optional.of(after))) {
          throw cause;
        }
        yield Renewing.DONE;
      }
    };
  }
}
