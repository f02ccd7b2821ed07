package dev.grapnel.testing.assertion;

import dev.grapnel.testing.call.CallLog;
import dev.grapnel.testing.call.CallRecord;
import dev.grapnel.testing.call.OpenCallError;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractObjectAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on the calls that a client made. */
public final class CallLogAssert extends AbstractObjectAssert<CallLogAssert, CallLog> {

  private static final Duration GRACE = Duration.ofSeconds(1);

  @SuppressWarnings("NullAway") // AssertJ takes null, and isNotNull() tells it.
  CallLogAssert(@Nullable CallLog actual) {
    super(actual, CallLogAssert.class);
  }

  /**
   * Verifies how often a method was called, whether the calls have ended or not.
   *
   * @param method the method, for example {@code UserServiceGrpc.getGetUserMethod()}
   * @param expected how often
   * @return this assertion
   * @throws AssertionError if it was another number
   */
  public CallLogAssert hasCalls(MethodDescriptor<?, ?> method, int expected) {
    isNotNull();
    List<CallRecord> calls = actual.all();
    String name = method.getFullMethodName();
    long count = calls.stream().filter(c -> c.method().getFullMethodName().equals(name)).count();
    if (count != expected) {
      throw error(
          Report.of(name + " was called the wrong number of times")
              .expected(Text.counted(expected, "call"))
              .butWas(Text.counted((int) count, "call"))
              .row("all calls", each(calls)));
    }
    return this;
  }

  /**
   * Verifies that no call was made.
   *
   * @return this assertion
   * @throws AssertionError if there was one
   */
  public CallLogAssert hasNoCalls() {
    isNotNull();
    List<CallRecord> calls = actual.all();
    if (!calls.isEmpty()) {
      throw error(Report.of("the client made calls").expected("no calls").butWas(each(calls)));
    }
    return this;
  }

  /**
   * Verifies that every call has ended; waits up to one second for those that are just ending.
   *
   * @return this assertion
   * @throws AssertionError if calls are open after that
   */
  public CallLogAssert hasNoOpenCalls() {
    isNotNull();
    try {
      actual.assertNoneOpen(GRACE);
      return this;
    } catch (OpenCallError open) {
      throw Report.caused(failure("%s", open.getMessage()), open);
    }
  }

  /**
   * Verifies that every call has ended with this status; it holds if there was no call at all.
   *
   * @param expected the code
   * @return this assertion
   * @throws AssertionError if a call is open or ended with another
   */
  public CallLogAssert allEndedWith(Status.Code expected) {
    isNotNull();
    List<CallRecord> others =
        actual.all().stream().filter(call -> !endedWith(call, expected)).toList();
    if (!others.isEmpty()) {
      throw error(
          Report.of(Text.counted(others.size(), "call") + " did not end as expected")
              .expected(expected.name())
              .butWas(each(others)));
    }
    return this;
  }

  private AssertionError error(Report report) {
    return failure("%s", report);
  }

  private static boolean endedWith(CallRecord call, Status.Code expected) {
    return call.status().map(Status::getCode).filter(expected::equals).isPresent();
  }

  private static String each(List<CallRecord> calls) {
    return calls.isEmpty()
        ? Text.NONE
        : calls.stream().map(CallRecord::toString).collect(Collectors.joining("\n"));
  }
}
