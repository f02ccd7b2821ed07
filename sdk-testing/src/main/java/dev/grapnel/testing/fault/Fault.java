package dev.grapnel.testing.fault;

import io.grpc.Status;
import java.time.Duration;

/**
 * Something that goes wrong with a call. Immutable; equal if it does the same.
 *
 * <p>"Messages" are those from the server to the client, whichever side the interceptor is on. A
 * cancel and the deadline of the call end it during every fault, as without one.
 */
public sealed interface Fault permits CallFault {

  /**
   * Delays a call by a fixed time.
   *
   * @param delay how long
   * @return the fault
   * @throws IllegalArgumentException if the delay is negative
   * @see #latency(Duration, Duration)
   */
  static Fault latency(Duration delay) {
    return latency(delay, delay);
  }

  /**
   * Delays a call by a time drawn from the seed of the injector.
   *
   * <p>On the client the start of the call is delayed and all that its caller does meanwhile; on
   * the server the start of the handler and all that it would be told meanwhile, in order and in
   * its context. No thread waits. A call that is cancelled or meets its deadline meanwhile ends at
   * once: the other side never sees it (on the client), the handler never sees it (on the server).
   *
   * @param min the shortest delay
   * @param max the longest delay
   * @return the fault
   * @throws IllegalArgumentException if a delay is negative or the shortest is longer than the
   *     longest
   */
  static Fault latency(Duration min, Duration max) {
    Expect.ordered("latency", min, max);
    return new Latency(min, max);
  }

  /**
   * Ends a call with a status instead of letting it through: on the client before the server sees
   * it, on the server before the handler does.
   *
   * @param status which status, not OK; its cause is only seen on this side
   * @return the fault
   * @throws IllegalArgumentException if the status is OK
   */
  static Fault status(Status status) {
    if (status.isOk()) {
      throw Expect.refused("status of a fault", status.getCode(), "any code but OK");
    }
    return new EndingStatus(status);
  }

  /**
   * Loses every message after the first few, and the end of the call with them: the call stalls
   * until its deadline or a cancel. A call with no more messages than that ends as usual.
   *
   * <p>Give the call a deadline. The server goes on as if all had arrived: with the interceptor on
   * the client its call ends as usual, with the interceptor on the server it is told of a cancel
   * when the client gives up.
   *
   * @param messages how many messages arrive; 0 for none
   * @return the fault
   * @throws IllegalArgumentException if the number is negative
   */
  static Fault dropAfter(int messages) {
    Expect.atLeast(0, "number of messages before the drop", messages);
    return new DropAfter(messages);
  }

  /**
   * Ends a call as the reset of a connection would: the client gets UNAVAILABLE, the server a
   * cancel.
   *
   * @param messages after how many messages; 0 for as soon as the server begins to answer with a
   *     message, so that the work is done and the answer lost
   * @return the fault
   * @throws IllegalArgumentException if the number is negative
   */
  static Fault resetAfter(int messages) {
    Expect.atLeast(0, "number of messages before the reset", messages);
    return new ResetAfter(messages);
  }

  /**
   * Reads slowly: each message, the first too, is asked for only after a pause, so that flow
   * control slows down the sender.
   *
   * <p>The reader is the side with the interceptor: on the client it reads the server's messages,
   * on the server those of the client.
   *
   * @param pause how long before each message
   * @return the fault
   * @throws IllegalArgumentException if the pause is negative
   */
  static Fault slowReader(Duration pause) {
    return new SlowReader(Expect.notNegative("pause of a slow reader", pause));
  }
}
