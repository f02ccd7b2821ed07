package dev.grapnel.testing.assertion;

import org.jspecify.annotations.Nullable;

/** Assertions on the failure of a call. */
public final class RpcFailureAssert extends FailureAssert<RpcFailureAssert> {

  RpcFailureAssert(@Nullable Throwable actual, String call) {
    super(actual, RpcFailureAssert.class, call);
  }
}
