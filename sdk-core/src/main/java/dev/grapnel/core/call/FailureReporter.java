package dev.grapnel.core.call;

import com.google.rpc.RequestInfo;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what the client is told of a failure, and writes the rest into the log: once, with an id.
 */
final class FailureReporter {

  private static final Logger logger = LoggerFactory.getLogger("grpc.error");

  /** The codes that mean that something is wrong on our side, not with the request. */
  private static final Set<Status.Code> OURS =
      EnumSet.of(
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN,
          Status.Code.DATA_LOSS,
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED);

  private final ExceptionMapper mapper;
  private final Map<String, ExceptionMapper> byService;

  FailureReporter(ExceptionMapper mapper, Map<String, ExceptionMapper> byService) {
    this.mapper = mapper;
    this.byService = Map.copyOf(byService);
  }

  /** Never throws: an exception that cannot be logged must not keep the client waiting. */
  RpcException report(Throwable thrown, CallContext context) {
    try {
      return decide(thrown, context);
    } catch (Throwable unprintable) {
      logUnprintable(thrown, context);
      return internalError(context.requestId());
    }
  }

  void reportAfterEnd(Throwable thrown, CallContext context) {
    try {
      logger.warn(
          "{} failed after its end, request id {}",
          context.info().fullMethodName(),
          context.requestId(),
          thrown);
    } catch (Throwable unprintable) {
      logUnprintable(thrown, context);
    }
  }

  private RpcException decide(Throwable thrown, CallContext context) {
    Optional<RpcException> mapped = map(thrown, context.info().service());
    if (mapped.isEmpty()) {
      return unexpected(thrown, context);
    }
    RpcException failure = mapped.get();
    String method = context.info().fullMethodName();
    if (RpcException.find(thrown).isEmpty() && OURS.contains(failure.code())) {
      logger.warn(
          "{} answers {} because of {}, request id {}",
          method,
          failure.code(),
          thrown.getClass().getName(),
          context.requestId());
    }
    logger.debug("{} answers {}", method, failure.getMessage(), thrown);
    return failure;
  }

  /** A mapping rule is the user's code: if it throws, the failure is an unexpected one. */
  private Optional<RpcException> map(Throwable thrown, String service) {
    try {
      return byService.getOrDefault(service, mapper).find(thrown).or(() -> mapper.find(thrown));
    } catch (Throwable failedRule) {
      if (failedRule != thrown) {
        thrown.addSuppressed(failedRule);
      }
      return Optional.empty();
    }
  }

  private static RpcException unexpected(Throwable thrown, CallContext context) {
    String id = context.requestId();
    logger.error("{} failed, request id {}", context.info().fullMethodName(), id, thrown);
    return internalError(id);
  }

  private static void logUnprintable(Throwable thrown, CallContext context) {
    logger.error(
        "{} failed with a {} that cannot be printed, request id {}",
        context.info().fullMethodName(),
        thrown.getClass().getName(),
        context.requestId());
  }

  private static RpcException internalError(String id) {
    return RpcException.of(
        Status.Code.INTERNAL,
        "internal error, request id " + id,
        RequestInfo.newBuilder().setRequestId(id).build());
  }
}
