package dev.grapnel.client.call;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Gives each unary call that has no deadline of its own one that begins when the call does.
 *
 * <p>A deadline set on a stub is one moment for ever; a time-out is counted anew for each call.
 * Streams may live for hours and get none: set a deadline on their stub where one is wanted. Inside
 * a server call grpc-java takes the earlier of this and the caller's deadline. Thread-safe.
 */
public final class TimeoutInterceptor implements ClientInterceptor {

  private final long timeoutNanos;

  private TimeoutInterceptor(Duration timeout) {
    this.timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
  }

  /**
   * Creates the interceptor.
   *
   * @param timeout how long a unary call may take, above zero
   * @return the interceptor
   */
  public static TimeoutInterceptor of(Duration timeout) {
    return new TimeoutInterceptor(timeout);
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    boolean applies =
        options.getDeadline() == null && method.getType() == MethodDescriptor.MethodType.UNARY;
    return next.newCall(
        method, applies ? options.withDeadlineAfter(timeoutNanos, TimeUnit.NANOSECONDS) : options);
  }
}
