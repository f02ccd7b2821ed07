package dev.grapnel.testing.assertion;

import com.google.protobuf.Empty;
import dev.grapnel.testing.call.CallLog;
import dev.grapnel.testing.call.CallTracker;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.assertj.core.annotation.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * The way in to the assertions on what a client sees. Made to be imported statically beside
 * AssertJ's own {@code Assertions.assertThat}.
 *
 * <pre>{@code
 * assertThatCall(() -> users.getUser(request)).returns(ana);
 * assertThatCall(() -> users.getUser(unknown)).failsWith(NOT_FOUND).hasDescription("no user 7");
 * assertThatCall(() -> users.listUsers(all)).returns(ana, bo);
 * }</pre>
 *
 * <p>A call is made at once, on the thread of the test, and read to its end. It is bounded by the
 * deadline of its stub; only futures have a bound of their own, 10 seconds. Failure texts name the
 * method if the channel has a {@link CallTracker}, and speak of "the call" otherwise. Errors, such
 * as an {@link AssertionError}, go through; every other exception that is no failure of gRPC fails
 * the assertion and is its cause.
 */
@CheckReturnValue
public final class GrpcAssertions {

  /** Code under test that makes a call and returns nothing. */
  @FunctionalInterface
  public interface VoidCall {

    /**
     * Makes the call.
     *
     * @throws Exception what the call failed with
     */
    void run() throws Exception;
  }

  private static final Duration FUTURE_BOUND = Duration.ofSeconds(10);

  private GrpcAssertions() {}

  /**
   * A call whose response comes in a future.
   *
   * @param <T> the response
   */
  @FunctionalInterface
  public interface FutureCall<T> extends Callable<Future<T>> {}

  /**
   * A call that brings a stream of messages.
   *
   * @param <T> the messages
   */
  @FunctionalInterface
  public interface StreamCall<T> extends Callable<Iterator<T>> {}

  /**
   * A call of a second-generation blocking stub that brings a stream of messages.
   *
   * @param <T> the messages
   */
  @FunctionalInterface
  public interface BlockingStreamCall<T> extends Callable<BlockingClientCall<?, T>> {}

  /**
   * Makes a unary call with a blocking stub.
   *
   * @param <T> the response
   * @param call makes the call and returns its response
   * @return assertions on what came of it
   */
  public static <T> CallAssert<T> assertThatCall(Callable<T> call) {
    return new CallAssert<>(
        Outcome.of(messages -> messages.add(Outcome.notNull(call.call(), "a response"))));
  }

  /**
   * Runs code that makes a call and returns nothing.
   *
   * @param call makes the call
   * @return assertions on what came of it: {@code succeeds()} or {@code failsWith(code)}
   */
  public static CallAssert<Empty> assertThatCall(VoidCall call) {
    return new CallAssert<>(
        Outcome.of(
            messages -> {
              call.run();
              messages.add(Empty.getDefaultInstance());
            }));
  }

  /**
   * Makes a call with a future stub and awaits its response for up to 10 seconds, then cancels it.
   *
   * @param <T> the response
   * @param call makes the call and returns its future
   * @return assertions on what came of it
   */
  public static <T> CallAssert<T> assertThatCall(FutureCall<T> call) {
    return new CallAssert<>(
        Outcome.of(
            messages -> {
              T response = Outcome.await(Outcome.notNull(call.call(), "a future"), FUTURE_BOUND);
              messages.add(Outcome.notNull(response, "a future with a response"));
            }));
  }

  /**
   * Makes a server-streaming call with a blocking stub and reads it to its end.
   *
   * @param <T> the messages
   * @param call makes the call and returns its messages
   * @return assertions on what came of it
   */
  public static <T> StreamCallAssert<T> assertThatCall(StreamCall<T> call) {
    return new StreamCallAssert<>(
        Outcome.of(
            messages ->
                Outcome.notNull(call.call(), "an iterator").forEachRemaining(messages::add)));
  }

  /**
   * Makes a server-streaming call with a second-generation blocking stub and reads it to its end.
   *
   * @param <T> the messages
   * @param call makes the call and returns it
   * @return assertions on what came of it
   */
  public static <T> StreamCallAssert<T> assertThatCall(BlockingStreamCall<T> call) {
    return new StreamCallAssert<>(
        Outcome.of(
            messages -> {
              BlockingClientCall<?, T> started = Outcome.notNull(call.call(), "a call");
              for (T next = started.read(); next != null; next = started.read()) {
                messages.add(next);
              }
            }));
  }

  /**
   * Begins assertions on the failure of a call.
   *
   * @param actual what a blocking stub threw
   * @return assertions on it
   */
  public static RpcFailureAssert assertThat(@Nullable StatusRuntimeException actual) {
    return new RpcFailureAssert(actual, Outcome.UNNAMED);
  }

  /**
   * Begins assertions on the failure of a call.
   *
   * @param actual what a second-generation blocking stub threw
   * @return assertions on it
   */
  public static RpcFailureAssert assertThat(@Nullable StatusException actual) {
    return new RpcFailureAssert(actual, Outcome.UNNAMED);
  }

  /**
   * Begins assertions on a status.
   *
   * @param actual the status
   * @return assertions on it
   */
  public static StatusAssert assertThat(@Nullable Status actual) {
    return new StatusAssert(actual);
  }

  /**
   * Begins assertions on headers or trailers.
   *
   * @param actual the metadata; nobody else changes them meanwhile
   * @return assertions on them
   */
  public static MetadataAssert assertThat(@Nullable Metadata actual) {
    return new MetadataAssert(actual);
  }

  /**
   * Begins assertions on what an asynchronous call brought.
   *
   * @param <T> the messages of the server
   * @param actual the recorder that the stub was given
   * @return assertions on it
   */
  public static <T> StreamRecorderAssert<T> assertThat(@Nullable StreamRecorder<T> actual) {
    return new StreamRecorderAssert<>(actual);
  }

  /**
   * Begins assertions on the calls that a client made.
   *
   * @param actual its log
   * @return assertions on it
   */
  public static CallLogAssert assertThat(@Nullable CallLog actual) {
    return new CallLogAssert(actual);
  }
}
