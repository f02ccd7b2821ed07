package dev.grapnel.core.call;

import com.google.protobuf.Message;
import com.google.rpc.RequestInfo;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
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
    Map<String, ExceptionMapper> withFallback = new HashMap<>();
    byService.forEach((service, own) -> withFallback.put(service, own.orElse(mapper)));
    this.byService = Map.copyOf(withFallback);
  }

  /** Never throws: an exception that cannot be logged must not keep the client waiting. */
  RpcException report(Throwable thrown, CallContext context) {
    try {
      return decide(thrown, context);
    } catch (Throwable unprintable) {
      logUnprintable(thrown, context);
      return internalError(context);
    }
  }

  void reportAfterEnd(Throwable thrown, CallContext context) {
    try {
      logger.warn(
          "{} failed after its end, {}", context.info().fullMethodName(), ids(context), thrown);
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
    if (!OURS.contains(failure.code())) {
      logger.debug("{} answers {}", context.info().fullMethodName(), failure.getMessage(), thrown);
      return failure;
    }
    warn(failure, thrown, context);
    return RpcException.find(thrown).isPresent() ? failure : withRequestId(failure, context);
  }

  /**
   * One line, since a fault such as a database that is away meets every call; the trace is for
   * DEBUG.
   */
  private static void warn(RpcException failure, Throwable thrown, CallContext context) {
    logger.warn(
        "{} answers {} because of {}, {}",
        context.info().fullMethodName(),
        failure.code(),
        SafeText.of(thrown.toString()),
        ids(context),
        logger.isDebugEnabled() ? thrown : null);
  }

  private static RpcException withRequestId(RpcException failure, CallContext context) {
    List<Message> details = new ArrayList<>(failure.details().all());
    details.add(requestInfo(context));
    return RpcException.of(failure.code(), failure.description(), details.toArray(Message[]::new));
  }

  /** A mapping rule is the user's code: if it throws, the failure is an unexpected one. */
  private Optional<RpcException> map(Throwable thrown, String service) {
    try {
      return byService.getOrDefault(service, mapper).find(thrown);
    } catch (Throwable failedRule) {
      if (failedRule != thrown) {
        thrown.addSuppressed(failedRule);
      }
      return Optional.empty();
    }
  }

  private static RpcException unexpected(Throwable thrown, CallContext context) {
    logger.error("{} failed, {}", context.info().fullMethodName(), ids(context), thrown);
    return internalError(context);
  }

  private static void logUnprintable(Throwable thrown, CallContext context) {
    logger.error(
        "{} failed with a {} that cannot be printed, {}",
        context.info().fullMethodName(),
        thrown.getClass().getName(),
        ids(context));
  }

  private static RpcException internalError(CallContext context) {
    return RpcException.of(
        Status.Code.INTERNAL,
        "internal error, request id " + context.requestId(),
        requestInfo(context));
  }

  private static String ids(CallContext context) {
    String id = "request id " + context.requestId();
    return context.trace().map(trace -> id + ", trace id " + trace.traceId()).orElse(id);
  }

  /** serving_data is for the server's own people: with it they find the trace. */
  private static RequestInfo requestInfo(CallContext context) {
    RequestInfo.Builder info = RequestInfo.newBuilder().setRequestId(context.requestId());
    context.trace().ifPresent(trace -> info.setServingData("trace_id=" + trace.traceId()));
    return info.build();
  }
}
