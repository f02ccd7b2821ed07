package dev.grapnel.testing.fake;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a {@link FakeService}: which calls of a method it is for, and how it answers them.
 *
 * <p>First the conditions ({@code request}, {@code metadata}; all must hold, none means every
 * call), then the answers: the first matching call gets the first one, the second the second, and
 * the last one repeats. A script takes part from its first answer on. Predicates and functions run
 * on the threads of the calls; what they throw fails the call with UNKNOWN and is reported by
 * {@link FakeService#verify}, except for a {@link StatusRuntimeException}, which is the answer.
 * Thread-safe.
 *
 * @param <ReqT> the type of the requests
 * @param <RespT> the type of the responses
 */
public final class Script<ReqT, RespT> {

  private final MethodDescriptor<ReqT, RespT> method;
  private final List<Condition<ReqT>> conditions = new ArrayList<>();
  private final List<Answer<ReqT, RespT>> answers = new ArrayList<>();
  private @Nullable CallCount expected = CallCount.ANY;
  private Supplier<String> note = () -> "";
  private int given;

  Script(MethodDescriptor<ReqT, RespT> method) {
    this.method = method;
  }

  /**
   * Answers only calls with exactly these requests.
   *
   * @param requests one message, or for client and bidi streams all messages in order
   * @return this script
   * @throws IllegalArgumentException if there must be one request and there is not
   * @throws IllegalStateException if the script has an answer or exact requests already
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is only read.
  public final Script<ReqT, RespT> request(ReqT... requests) {
    return requests(List.of(requests));
  }

  /**
   * Answers only calls with exactly these requests.
   *
   * @param requests all messages in order
   * @return this script
   * @throws IllegalArgumentException if there must be one request and there is not
   * @throws IllegalStateException if the script has an answer or exact requests already
   */
  public synchronized Script<ReqT, RespT> requests(List<? extends ReqT> requests) {
    if (method.getType().clientSendsOneMessage() && requests.size() != 1) {
      throw new IllegalArgumentException(
          "A call of %s has exactly 1 request, but %d were given"
              .formatted(method.getFullMethodName(), requests.size()));
    }
    if (conditions.stream().anyMatch(ExactRequests.class::isInstance)) {
      throw new IllegalStateException("The script has exact requests already: begin another one");
    }
    return add(new ExactRequests<>(List.copyOf(requests), method.getType()));
  }

  /**
   * Answers only calls whose requests are as described.
   *
   * @param description what the predicate looks for, shown by failures: "an even id"
   * @param predicate must hold for each message; a stream without messages satisfies it
   * @return this script
   * @throws IllegalStateException if the script has an answer already
   */
  public Script<ReqT, RespT> request(String description, Predicate<? super ReqT> predicate) {
    return add(new DescribedRequest<>(description, predicate, method.getType()));
  }

  /**
   * Answers only calls with a value in their metadata.
   *
   * @param <T> the type of the value
   * @param key the key
   * @param value what is sent under it, or one of the values if it is sent more than once
   * @return this script
   * @throws IllegalStateException if the script has an answer already
   */
  public <T> Script<ReqT, RespT> metadata(Metadata.Key<T> key, T value) {
    return add(new ExactMetadata<>(key, value));
  }

  /**
   * Answers only calls whose metadata is as described.
   *
   * @param description what the predicate looks for, shown by failures: "tenant is known"
   * @param predicate gets a copy
   * @return this script
   * @throws IllegalStateException if the script has an answer already
   */
  public Script<ReqT, RespT> metadata(String description, Predicate<Metadata> predicate) {
    return add(new DescribedMetadata<>(description, predicate));
  }

  /**
   * Makes {@link FakeService#verify} fail unless the script answers so many calls.
   *
   * @param calls how many, 1 or more
   * @return this script
   */
  public Script<ReqT, RespT> times(int calls) {
    return expect(CallCount.exactly(calls));
  }

  /**
   * Makes {@link FakeService#verify} fail if the script answers fewer calls.
   *
   * @param calls how many, 1 or more
   * @return this script
   */
  public Script<ReqT, RespT> atLeast(int calls) {
    return expect(CallCount.atLeast(calls));
  }

  /**
   * Makes {@link FakeService#verify} fail if a matching call came, whichever script answered it.
   *
   * <p>Needs no answer: without one it only watches.
   *
   * @return this script
   */
  public Script<ReqT, RespT> never() {
    return expect(CallCount.NEVER);
  }

  /**
   * Adds a text to the failure of this script's expectation.
   *
   * @param text asked when {@link FakeService#verify} fails; nothing is added if it is empty
   * @return this script
   */
  public synchronized Script<ReqT, RespT> note(Supplier<String> text) {
    note = text;
    return this;
  }

  /**
   * Answers the next call with messages and OK.
   *
   * @param responses one message, or for server and bidi streams any number
   * @return this script
   * @throws IllegalArgumentException if there must be one response and there is not
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is only read.
  public final Script<ReqT, RespT> thenReply(RespT... responses) {
    return then(Reply.of(responses));
  }

  /**
   * Answers the next call with a failure and no message.
   *
   * @param status any status but OK
   * @return this script
   */
  public Script<ReqT, RespT> thenFail(Status status) {
    return then(Reply.failure(status));
  }

  /**
   * Answers the next call with a failure and its trailers, and no message.
   *
   * @param failure for example an {@code RpcException} with details
   * @return this script
   */
  public Script<ReqT, RespT> thenFail(StatusRuntimeException failure) {
    return then(Reply.failure(failure));
  }

  /**
   * Leaves the next call without an answer: it hangs until its client cancels or its deadline is
   * over.
   *
   * @return this script
   */
  public Script<ReqT, RespT> thenNever() {
    return then(Reply.<RespT>of().never());
  }

  /**
   * Answers the next call.
   *
   * @param reply messages, delays and how the call ends
   * @return this script
   * @throws IllegalArgumentException if there must be one response and there is not
   */
  public Script<ReqT, RespT> then(Reply<? extends RespT> reply) {
    reply.check(method);
    return add(new Answer.Scripted<>(reply));
  }

  /**
   * Answers each message of the next call as it comes, and ends with OK when the client
   * half-closes.
   *
   * @param answer makes the response of a request
   * @return this script
   * @throws IllegalArgumentException if the method is a client stream: it has one response for many
   *     requests
   * @throws IllegalStateException if there is a condition on the requests of a bidi stream: the
   *     script is chosen when the call starts, by its metadata alone
   */
  public Script<ReqT, RespT> thenReplyEach(Function<? super ReqT, ? extends RespT> answer) {
    if (method.getType() == MethodType.CLIENT_STREAMING) {
      throw new IllegalArgumentException(
          "%s is a client stream, it has one response for many requests: use thenHandle"
              .formatted(method.getFullMethodName()));
    }
    return thenHandle(responses -> EachAnswered.of(responses, answer));
  }

  /**
   * Hands the next call to a handler, as a service would write it.
   *
   * @param handler gets the observer of the responses, which is a {@link
   *     io.grpc.stub.ServerCallStreamObserver}; returns the observer of the requests
   * @return this script
   * @throws IllegalStateException if there is a condition on the requests of a stream of requests:
   *     the script is chosen when the call starts, by its metadata alone
   */
  public Script<ReqT, RespT> thenHandle(
      Function<StreamObserver<RespT>, StreamObserver<ReqT>> handler) {
    return thenHandle(ServerCalls.asyncBidiStreamingCall(handler::apply));
  }

  /**
   * Hands the next call to a handler that sees all of it: headers, trailers, flow control.
   *
   * @param handler gets the call and its metadata, returns the listener
   * @return this script
   * @throws IllegalStateException if there is a condition on the requests of a stream of requests:
   *     the script is chosen when the call starts, by its metadata alone
   */
  public Script<ReqT, RespT> thenHandle(ServerCallHandler<ReqT, RespT> handler) {
    if (!method.getType().clientSendsOneMessage() && asksForRequests()) {
      throw new IllegalStateException(
          ("A script of %s that answers while requests come is chosen when the call starts, by its"
                  + " metadata alone: leave out request(..)")
              .formatted(method.getFullMethodName()));
    }
    return add(new Answer.Interactive<>(handler));
  }

  @Override
  public synchronized String toString() {
    return method.getFullMethodName() + " " + Conditions.describe(conditions).get(0);
  }

  synchronized List<Condition<ReqT>> conditions() {
    return List.copyOf(conditions);
  }

  synchronized boolean hasAnswer() {
    return !answers.isEmpty();
  }

  synchronized boolean asksForRequests() {
    return conditions.stream().anyMatch(Condition::ofRequests);
  }

  synchronized CallCount expected() {
    return expected == null ? CallCount.exactly(Math.max(1, answers.size())) : expected;
  }

  /** Expects a call for each answer, until told otherwise. */
  Script<ReqT, RespT> expectEachAnswer() {
    return expect(null);
  }

  synchronized Supplier<String> note() {
    return note;
  }

  synchronized int given() {
    return given;
  }

  /** Takes the next answer; only for scripts that have one. */
  synchronized Answer<ReqT, RespT> next() {
    Answer<ReqT, RespT> next = answers.get(Math.min(given, answers.size() - 1));
    given++;
    return next;
  }

  private synchronized Script<ReqT, RespT> add(Condition<ReqT> condition) {
    if (!answers.isEmpty()) {
      throw new IllegalStateException(
          "Conditions come before the first answer: the script may be answering calls already");
    }
    conditions.add(condition);
    return this;
  }

  private synchronized Script<ReqT, RespT> add(Answer<ReqT, RespT> answer) {
    answers.add(answer);
    return this;
  }

  private synchronized Script<ReqT, RespT> expect(@Nullable CallCount count) {
    expected = count;
    return this;
  }
}
