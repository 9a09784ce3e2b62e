package dev.posthouse.domain.pool;

import java.util.List;

/// What holds an identity's mail back or apart, beside its caps.
///
/// @param pacing when its cold mail goes out
/// @param compartment how far the provider keeps its mail apart
/// @param accountShare most messages per UTC day that the provider's quota leaves the identity;
///   [Roster#UNSHARED] where that is no limit
/// @param slow where mail waits because a provider has put it off
public record Restraints(
    Pacing pacing, Compartment compartment, int accountShare, List<SlowLane> slow) {
  /// Nothing.
  public static final Restraints NONE =
      new Restraints(Pacing.OPEN, Compartment.NONE, Roster.UNSHARED, List.of());

  public Restraints {
    slow = List.copyOf(slow);
  }

  /// These with another pacing.
  public Restraints paced(Pacing newPacing) {
    return new Restraints(newPacing, compartment, accountShare, slow);
  }

  Restraints apart(Compartment newCompartment) {
    return new Restraints(pacing, newCompartment, accountShare, slow);
  }

  Restraints sharing(int newAccountShare) {
    return new Restraints(pacing, compartment, newAccountShare, slow);
  }

  Restraints slowed(List<SlowLane> lanes) {
    return new Restraints(pacing, compartment, accountShare, lanes);
  }
}
