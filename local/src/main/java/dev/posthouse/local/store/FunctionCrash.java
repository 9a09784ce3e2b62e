package dev.posthouse.local.store;

/// The end of a function in the middle of a request, as if its environment had been killed.
///
/// An [Error], so that no handler takes it for an answer of the dependency.
public final class FunctionCrash extends Error {
  public FunctionCrash(String at) {
    super("the function crashed at " + at);
  }
}
