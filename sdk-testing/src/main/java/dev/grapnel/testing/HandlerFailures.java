package dev.grapnel.testing;

import dev.grapnel.core.call.CallContext;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives a test the exception behind an internal error: callers of a real server get a request id in
 * its place, here it is the cause of their failure as well.
 */
final class HandlerFailures implements ServerInterceptor, ClientInterceptor {

  private static final Pattern REQUEST_ID = Pattern.compile("request id ([\\w.-]+)$");

  private final Map<String, Throwable> byRequestId = new ConcurrentHashMap<>();

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    ServerCall<ReqT, RespT> noting =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            note(status.getCause());
            super.close(status, trailers);
          }
        };
    try {
      return new NotingListener<>(next.startCall(noting, headers), this);
    } catch (Throwable thrown) {
      note(thrown);
      throw thrown;
    }
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<RespT> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                super.onClose(withCause(status), trailers);
              }
            },
            headers);
      }
    };
  }

  void note(@Nullable Throwable thrown) {
    boolean meant = thrown instanceof StatusRuntimeException || thrown instanceof StatusException;
    if (thrown != null && !meant) {
      CallContext.find().ifPresent(call -> byRequestId.put(call.requestId(), thrown));
    }
  }

  private Status withCause(Status status) {
    String description = status.getDescription();
    if (description == null || status.getCause() != null) {
      return status;
    }
    Matcher id = REQUEST_ID.matcher(description);
    Throwable cause = id.find() ? byRequestId.remove(id.group(1)) : null;
    return cause == null ? status : status.withCause(cause);
  }
}
