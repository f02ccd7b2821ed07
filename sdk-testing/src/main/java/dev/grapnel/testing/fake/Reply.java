package dev.grapnel.testing.fake;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer to one call: messages, and how the call ends. Immutable.
 *
 * <p>By default there are no headers, no delay, and the call ends with OK and no trailers.
 *
 * @param <RespT> the type of the messages
 */
public final class Reply<RespT> {

  private final List<RespT> messages;
  private final Duration delay;
  private final @Nullable Metadata headers;
  private final Metadata trailers;

  /** Null if the call does not end. */
  private final @Nullable Status end;

  private Reply(
      List<RespT> messages,
      Duration delay,
      @Nullable Metadata headers,
      Metadata trailers,
      @Nullable Status end) {
    this.messages = messages;
    this.delay = delay;
    this.headers = headers;
    this.trailers = trailers;
    this.end = end;
  }

  /**
   * Answers with messages and OK.
   *
   * @param <RespT> the type of the messages
   * @param messages in order
   * @return the reply
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is only read.
  public static <RespT> Reply<RespT> of(RespT... messages) {
    return ofAll(List.of(messages));
  }

  /**
   * Answers with messages and OK.
   *
   * @param <RespT> the type of the messages
   * @param messages in order
   * @return the reply
   */
  public static <RespT> Reply<RespT> ofAll(List<? extends RespT> messages) {
    return new Reply<>(List.copyOf(messages), Duration.ZERO, null, new Metadata(), Status.OK);
  }

  /**
   * Answers with a failure and no message.
   *
   * @param <RespT> the type of the messages
   * @param status any status but OK
   * @return the reply
   * @throws IllegalArgumentException if the status is OK
   */
  public static <RespT> Reply<RespT> failure(Status status) {
    return Reply.<RespT>of().failing(status);
  }

  /**
   * Answers with a failure, its trailers and no message.
   *
   * @param <RespT> the type of the messages
   * @param failure for example an {@code RpcException}: its details are in its trailers
   * @return the reply
   * @throws IllegalArgumentException if its status is OK
   */
  public static <RespT> Reply<RespT> failure(StatusRuntimeException failure) {
    return Reply.<RespT>of().failing(failure);
  }

  /**
   * Waits before each message; before the end, if there are no messages.
   *
   * @param each how long; counted from the message before, or from the client's half-close. What
   *     comes after the last message comes with it. Zero means no delay.
   * @return a changed copy
   * @throws IllegalArgumentException if it is negative
   */
  public Reply<RespT> delayed(Duration each) {
    if (each.isNegative()) {
      throw new IllegalArgumentException("Delay is " + each + ": expected zero or more");
    }
    return new Reply<>(messages, each, headers, trailers, end);
  }

  /**
   * Ends the call with a failure after the messages.
   *
   * @param status any status but OK; its description reaches the client, its cause does not
   * @return a changed copy
   * @throws IllegalArgumentException if the status is OK
   */
  public Reply<RespT> failing(Status status) {
    if (status.isOk()) {
      throw new IllegalArgumentException("OK is no failure: expected any other status code");
    }
    return new Reply<>(messages, delay, headers, trailers, status);
  }

  /**
   * Ends the call with a failure and its trailers after the messages.
   *
   * @param failure for example an {@code RpcException}: its details are in its trailers
   * @return a changed copy; trailers that were there stay
   * @throws IllegalArgumentException if its status is OK
   */
  public Reply<RespT> failing(StatusRuntimeException failure) {
    Metadata more = failure.getTrailers();
    Reply<RespT> failing = failing(failure.getStatus());
    return more == null ? failing : failing.trailers(merged(trailers, more));
  }

  /**
   * Does not end the call: after the messages it hangs until its client cancels or its deadline is
   * over.
   *
   * @return a changed copy
   */
  public Reply<RespT> never() {
    return new Reply<>(messages, delay, headers, trailers, null);
  }

  /**
   * Sends headers before the first message and before its delay.
   *
   * @param sent replaces what was there; copied
   * @return a changed copy
   */
  public Reply<RespT> headers(Metadata sent) {
    return new Reply<>(messages, delay, merged(sent), trailers, end);
  }

  /**
   * Sends trailers with the status.
   *
   * @param sent replaces what was there; copied
   * @return a changed copy
   */
  public Reply<RespT> trailers(Metadata sent) {
    return new Reply<>(messages, delay, headers, merged(sent), end);
  }

  @Override
  public String toString() {
    return "%s, then %s"
        .formatted(
            messages.size() == 1 ? "1 message" : messages.size() + " messages",
            end == null ? "nothing" : end.getCode());
  }

  List<RespT> messages() {
    return messages;
  }

  Duration delay() {
    return delay;
  }

  @Nullable Metadata headers() {
    return headers == null ? null : merged(headers);
  }

  Metadata trailers() {
    return merged(trailers);
  }

  @Nullable Status end() {
    return end;
  }

  void check(MethodDescriptor<?, ?> method) {
    boolean one = method.getType().serverSendsOneMessage();
    boolean needed = end != null && end.isOk();
    if (one && (messages.size() > 1 || (needed && messages.isEmpty()))) {
      throw new IllegalArgumentException(
          "A call of %s has exactly 1 response, but %d were given; answer further calls with further then.."
              .formatted(method.getFullMethodName(), messages.size()));
    }
  }

  private static Metadata merged(Metadata... some) {
    Metadata all = new Metadata();
    for (Metadata one : some) {
      all.merge(one);
    }
    return all;
  }
}
