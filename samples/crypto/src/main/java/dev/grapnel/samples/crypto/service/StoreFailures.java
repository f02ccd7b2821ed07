package dev.grapnel.samples.crypto.service;

import com.google.rpc.PreconditionFailure;
import dev.grapnel.core.error.ErrorDetails;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.samples.crypto.store.StoreException;
import io.grpc.Status;

/** Says which status each {@link StoreException} becomes. */
final class StoreFailures {

  /** What the server asks when the service throws. */
  static final ExceptionMapper MAPPER =
      ExceptionMapper.builder().map(StoreException.class, StoreFailures::toRpc).build();

  private StoreFailures() {}

  private static RpcException toRpc(StoreException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof StoreException.Unavailable) {
      return RpcException.of(Status.Code.UNAVAILABLE, message);
    }
    if (failure instanceof StoreException.Contention) {
      return RpcException.of(Status.Code.ABORTED, message);
    }
    if (failure instanceof StoreException.TransactionIdTaken) {
      return RpcException.of(
          Status.Code.ALREADY_EXISTS,
          message,
          ErrorDetails.badRequest("transaction_id", "belongs to another transaction"));
    }
    String type =
        failure instanceof StoreException.Overdraft ? "INSUFFICIENT_BALANCE" : "BALANCE_LIMIT";
    return preconditionFailed(type, "wallet", message);
  }

  /** A refusal that lasts until something else has changed. */
  static RpcException preconditionFailed(String type, String subject, String message) {
    PreconditionFailure detail =
        PreconditionFailure.newBuilder()
            .addViolations(
                PreconditionFailure.Violation.newBuilder()
                    .setType(type)
                    .setSubject(subject)
                    .setDescription(message))
            .build();
    return RpcException.of(Status.Code.FAILED_PRECONDITION, message, detail);
  }
}
