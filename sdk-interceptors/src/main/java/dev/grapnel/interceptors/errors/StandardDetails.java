package dev.grapnel.interceptors.errors;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import dev.grapnel.core.call.CallContext;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every failure should tell, and how much of it fits into trailers. */
final class StandardDetails {

  private static final Logger logger = LoggerFactory.getLogger("grpc.error");

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of(TrailerSize.DETAILS, Metadata.BINARY_BYTE_MARSHALLER);

  /** What added details leave free, for metadata that interceptors further out add. */
  private static final int RESERVE = 768;

  private final Optional<String> domain;
  private final Map<Status.Code, String> reasons;
  private final Map<Status.Code, Duration> retryDelays;

  StandardDetails(
      Optional<String> domain,
      Map<Status.Code, String> reasons,
      Map<Status.Code, Duration> retryDelays) {
    this.domain = domain;
    this.reasons = Map.copyOf(reasons);
    this.retryDelays = Map.copyOf(retryDelays);
  }

  /** Returns trailers with the details that lack, or the same if none does or they are foreign. */
  Metadata complete(Status status, Metadata trailers, CallContext call) {
    com.google.rpc.Status present = present(status, trailers);
    if (present == null) {
      return trailers;
    }
    List<Any> own = present.getDetailsList();
    List<Any> added = lacking(status.getCode(), own, call);
    int room = TrailerSize.room(status, trailers);
    com.google.rpc.Status.Builder fitting = present.toBuilder().addAllDetails(added);
    shorten(fitting, own.size(), room - RESERVE);
    shorten(fitting, 0, room);
    int dropped = own.size() - fitting.getDetailsCount();
    if (dropped == 0 && bytes(fitting) <= room) {
      return trailers;
    }
    if (dropped > 0) {
      logger.warn(
          "{} failed with {} details, but {} of them were dropped: clients take 8 KiB of metadata",
          call.info().fullMethodName(),
          own.size(),
          dropped);
    }
    return with(fitting.build(), trailers);
  }

  /** Drops the last details, but never the first {@code kept}, until the others fit. */
  private static void shorten(com.google.rpc.Status.Builder status, int kept, int room) {
    while (status.getDetailsCount() > kept && bytes(status) > room) {
      status.removeDetails(status.getDetailsCount() - 1);
    }
  }

  private static int bytes(com.google.rpc.Status.Builder status) {
    return status.buildPartial().getSerializedSize();
  }

  private static Metadata with(com.google.rpc.Status status, Metadata trailers) {
    Metadata completed = new Metadata();
    completed.merge(trailers);
    completed.discardAll(DETAILS);
    if (status.getDetailsCount() > 0) {
      completed.put(DETAILS, status.toByteArray());
    }
    return completed;
  }

  /** Null for what is not of this failure, or no status at all. */
  private static com.google.rpc.@Nullable Status present(Status status, Metadata trailers) {
    Iterable<byte[]> sent = trailers.getAll(DETAILS);
    if (sent == null) {
      return com.google.rpc.Status.newBuilder()
          .setCode(status.getCode().value())
          .setMessage(TrailerSize.shown(status))
          .build();
    }
    Iterator<byte[]> values = sent.iterator();
    byte[] first = values.next();
    try {
      com.google.rpc.Status parsed = com.google.rpc.Status.parseFrom(first);
      boolean foreign = values.hasNext() || parsed.getCode() != status.getCode().value();
      return foreign ? null : parsed;
    } catch (InvalidProtocolBufferException notOurs) {
      return null;
    }
  }

  /** The most useful first: the last is the first to be dropped. */
  private List<Any> lacking(Status.Code code, List<Any> present, CallContext call) {
    List<Any> lacking = new ArrayList<>();
    Duration delay = retryDelays.get(code);
    if (delay != null && !has(RetryInfo.class, present)) {
      lacking.add(Any.pack(retryInfo(delay)));
    }
    if (!has(RequestInfo.class, present)) {
      lacking.add(Any.pack(requestInfo(call)));
    }
    if (!has(ErrorInfo.class, present)) {
      lacking.add(Any.pack(errorInfo(code, call)));
    }
    return lacking;
  }

  private static boolean has(Class<? extends Message> type, List<Any> details) {
    for (Any detail : details) {
      if (detail.is(type)) {
        return true;
      }
    }
    return false;
  }

  private static RetryInfo retryInfo(Duration delay) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(delay.getSeconds())
                .setNanos(delay.getNano()))
        .build();
  }

  /** As core writes it: serving_data is for the server's own people. */
  private static RequestInfo requestInfo(CallContext call) {
    RequestInfo.Builder info = RequestInfo.newBuilder().setRequestId(call.requestId());
    call.trace().ifPresent(trace -> info.setServingData("trace_id=" + trace.traceId()));
    return info.build();
  }

  private ErrorInfo errorInfo(Status.Code code, CallContext call) {
    String reason = reasons.get(code);
    return ErrorInfo.newBuilder()
        .setReason(reason == null ? code.name() : reason)
        .setDomain(domain.orElseGet(() -> call.info().service()))
        .build();
  }
}
