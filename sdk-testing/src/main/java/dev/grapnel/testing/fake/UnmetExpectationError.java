package dev.grapnel.testing.fake;

/** A fake was not called as a test expected, or was called in a way that no script answers. */
public final class UnmetExpectationError extends AssertionError {

  private static final long serialVersionUID = 1L;

  UnmetExpectationError(String message) {
    super(message);
  }
}
