package dev.grapnel.interceptors.validation;

import com.google.rpc.BadRequest.FieldViolation;
import dev.grapnel.core.call.FailureInterceptor;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.List;

/** Lets only valid messages through; after a bad one, nothing but one onCancel. */
final class ValidatingListener<ReqT> extends ServerCall.Listener<ReqT> {

  private final ServerCall.Listener<ReqT> delegate;
  private final ValidatedCall<ReqT, ?> call;
  private final RequestChecks checks;
  private boolean refused;

  ValidatingListener(
      ServerCall.Listener<ReqT> delegate, ValidatedCall<ReqT, ?> call, RequestChecks checks) {
    this.delegate = delegate;
    this.call = call;
    this.checks = checks;
  }

  @Override
  public void onMessage(ReqT message) {
    if (refused) {
      return;
    }
    List<FieldViolation> violations;
    try {
      violations = checks.violations(message);
    } catch (Throwable thrown) {
      refuse(() -> FailureInterceptor.fail(call.inner(), thrown, new Metadata()));
      return;
    }
    if (violations.isEmpty()) {
      delegate.onMessage(message);
    } else {
      refuse(() -> InvalidRequest.close(call.inner(), violations, checks.most()));
    }
  }

  /** If the handler has ended the call already, only this message is dropped. */
  private void refuse(Runnable close) {
    if (!call.refuse()) {
      return;
    }
    refused = true;
    try {
      close.run();
    } finally {
      delegate.onCancel();
    }
  }

  @Override
  public void onHalfClose() {
    if (!refused) {
      delegate.onHalfClose();
    }
  }

  @Override
  public void onReady() {
    if (!refused) {
      delegate.onReady();
    }
  }

  @Override
  public void onCancel() {
    if (!refused) {
      delegate.onCancel();
    }
  }

  @Override
  public void onComplete() {
    if (!refused) {
      delegate.onComplete();
    }
  }
}
