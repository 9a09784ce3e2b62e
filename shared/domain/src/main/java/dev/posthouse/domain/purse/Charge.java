package dev.posthouse.domain.purse;

/// What a job costs and whether that is paid: reserved when it is taken, then captured or released,
/// once. What was released is final: later evidence corrects a job's status, never money.
public record Charge(Credits credits, State state) {
  /// Nothing to pay.
  public static final Charge NONE = new Charge(Credits.ZERO, State.NONE);

  /// @throws IllegalArgumentException unless it costs something or its state is [State#NONE]
  public Charge {
    if ((state == State.NONE) != credits.equals(Credits.ZERO)) {
      throw new IllegalArgumentException(credits + " credits cannot be " + state);
    }
  }

  /// The charge of a job just taken.
  public static Charge reserved(Credits credits) {
    return new Charge(credits, State.RESERVED);
  }

  /// Whether the purse still holds it for the job.
  public boolean open() {
    return state == State.RESERVED;
  }

  /// After the message was sent.
  public Charge captured() {
    return open() ? new Charge(credits, State.CAPTURED) : this;
  }

  /// After it was clear that it is not sent.
  public Charge released() {
    return open() ? new Charge(credits, State.RELEASED) : this;
  }

  /// Where the credits are. Wire form: the lower-case name.
  public enum State {
    NONE,
    RESERVED,
    CAPTURED,
    RELEASED
  }
}
