package dev.grapnel.testing.fake;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A service that answers as a test told it to, and remembers who called.
 *
 * <pre>{@code
 * FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
 * users.when(UserServiceGrpc.getGetUserMethod()).thenReply(ana).thenFail(Status.UNAVAILABLE);
 * users.expect(UserServiceGrpc.getDeleteUserMethod()).times(2).thenReply(empty);
 * // start a server with it, run the code under test, then
 * users.verify();
 * }</pre>
 *
 * <p>The script added last is asked first. A call is answered when its client half-closes; only
 * {@link Script#thenReplyEach} and {@link Script#thenHandle} talk earlier. Streams wait for a
 * client that reads slowly, and stop when the call is cancelled or its deadline is over. No thread
 * ever waits.
 *
 * <p>A call that no script answers fails with a description that tells what is scripted: with
 * UNIMPLEMENTED if the method has no script, as a server without the method would, and with
 * FAILED_PRECONDITION if it has some but none like the call, because callers often take
 * UNIMPLEMENTED for "an old server" and would go on as if nothing was wrong. {@link #verify}
 * reports both.
 *
 * <p>It keeps every request until {@link #reset}: a load test should not call it for hours.
 * Thread-safe; one fake may serve many servers and clients at once.
 */
public final class FakeService implements BindableService {

  private static final Duration AWAIT = Duration.ofSeconds(10);

  private final ServiceDescriptor descriptor;
  private final ScheduledExecutorService scheduler;
  private final Playbook playbook;

  private FakeService(ServiceDescriptor descriptor, ScheduledExecutorService scheduler) {
    this.descriptor = descriptor;
    this.scheduler = scheduler;
    this.playbook = new Playbook(descriptor);
  }

  /**
   * Creates a fake without scripts, whose delays pass in real time.
   *
   * @param service what it serves, for example {@code UserServiceGrpc.getServiceDescriptor()}
   * @return the fake
   */
  public static FakeService of(ServiceDescriptor service) {
    return of(service, SharedScheduler.INSTANCE);
  }

  /**
   * Creates a fake without scripts, whose delays pass on a scheduler of the test, for example a
   * virtual clock.
   *
   * @param service what it serves
   * @param scheduler runs what is delayed; the fake never shuts it down
   * @return the fake
   */
  public static FakeService of(ServiceDescriptor service, ScheduledExecutorService scheduler) {
    return new FakeService(service, scheduler);
  }

  /**
   * Begins a script for calls that may come or not.
   *
   * @param <ReqT> the type of the requests
   * @param <RespT> the type of the responses
   * @param method a method of this service
   * @return the script; calls are answered by it from its first answer on
   * @throws IllegalArgumentException if the method is not one of this service; it lists those that
   *     are
   */
  public <ReqT, RespT> Script<ReqT, RespT> when(MethodDescriptor<ReqT, RespT> method) {
    return playbook.add(method);
  }

  /**
   * Begins a script for calls that must come: exactly one for each answer, unless {@link
   * Script#times}, {@link Script#atLeast} or {@link Script#never} says otherwise. Calls in a row
   * are one script with several answers; of two scripts that fit, the newer one answers.
   *
   * @param <ReqT> the type of the requests
   * @param <RespT> the type of the responses
   * @param method a method of this service
   * @return the script; calls are answered by it from its first answer on
   * @throws IllegalArgumentException if the method is not one of this service; it lists those that
   *     are
   */
  public <ReqT, RespT> Script<ReqT, RespT> expect(MethodDescriptor<ReqT, RespT> method) {
    return playbook.add(method).expectEachAnswer();
  }

  /**
   * Returns the calls of a method so far, answered or not.
   *
   * @param <ReqT> the type of the requests
   * @param method a method of this service
   * @return a copy, in the order in which the calls arrived
   * @throws IllegalArgumentException if the method is not one of this service
   */
  public <ReqT> List<ReceivedCall<ReqT>> received(MethodDescriptor<ReqT, ?> method) {
    return playbook.received(method);
  }

  /**
   * Waits up to 10 s of real time until so many calls of a method have begun.
   *
   * @param <ReqT> the type of the requests
   * @param method a method of this service
   * @param count how many, at least
   * @return the calls so far, in the order in which they arrived
   * @throws IllegalArgumentException if the method is not one of this service
   * @throws InterruptedException if the thread is interrupted
   * @throws AssertionError if fewer came in time
   */
  public <ReqT> List<ReceivedCall<ReqT>> awaitReceived(MethodDescriptor<ReqT, ?> method, int count)
      throws InterruptedException {
    return playbook.awaitReceived(method, count, AWAIT);
  }

  /**
   * Fails unless every expectation was met and every call was answered by a script that worked.
   *
   * <p>Calls that are still running count as far as they came; nothing waits for them.
   *
   * @throws UnmetExpectationError if not; its text tells everything that was wrong, expected beside
   *     actual. Values of credentials in metadata are not shown.
   */
  public void verify() {
    playbook.verify();
  }

  /** Forgets all scripts and received calls; calls that are being answered go on. */
  public void reset() {
    playbook.reset();
  }

  @Override
  public ServerServiceDefinition bindService() {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor);
    descriptor.getMethods().forEach(method -> service.addMethod(bind(method)));
    return service.build();
  }

  @Override
  public String toString() {
    return "FakeService of " + descriptor.getName();
  }

  private <ReqT, RespT> ServerMethodDefinition<ReqT, RespT> bind(
      MethodDescriptor<ReqT, RespT> method) {
    return ServerMethodDefinition.create(
        method,
        (call, headers) -> FakeCall.start(call, headers, playbook.scriptsOf(method), scheduler));
  }
}
