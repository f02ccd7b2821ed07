package dev.grapnel.interceptors.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.policy.DeadlinePolicy;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceFutureStub;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientDeadlineTest {

  private static final WriteRequest ANY = WriteRequest.getDefaultInstance();

  @Test
  void givesThirdServersNoMoreThanTheFirstCallerWaits() throws Exception {
    VirtualClock clock = VirtualClock.create();
    HeldService last = new HeldService();
    DeadlinePolicy policy =
        new DeadlinePolicy(
            Duration.ofMinutes(1), Optional.of(Duration.ofMinutes(1)), Duration.ofMillis(100));
    try (GRPCTestClient c = server(last, clock);
        GRPCTestClient b = server(new Relay(() -> stub(c.channel(), policy)), clock);
        GRPCTestClient a = server(new Relay(() -> stub(b.channel(), policy)), clock)) {
      var call =
          NoteServiceGrpc.newFutureStub(a.channel())
              .withDeadline(clock.deadlineAfter(Duration.ofSeconds(10)))
              .write(ANY);

      HeldService.Held held = last.await();
      assertThat(held.context().getDeadline().timeRemaining(TimeUnit.MILLISECONDS))
          .isEqualTo(10_000 - 2 * 100);

      clock.advance(Duration.ofSeconds(10));
      assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
          .hasMessageContaining("DEADLINE_EXCEEDED");
      held.awaitEvent("cancelled");
    }
  }

  @Test
  void cancelsTheThirdServersCallWithTheFirst() throws Exception {
    HeldService last = new HeldService();
    DeadlinePolicy policy = DeadlinePolicy.unary(Duration.ofMinutes(1));
    try (GRPCTestClient c = GRPCTestClient.of(last).start();
        GRPCTestClient b = GRPCTestClient.of(new Relay(() -> stub(c.channel(), policy))).start();
        GRPCTestClient a = GRPCTestClient.of(new Relay(() -> stub(b.channel(), policy))).start()) {
      StreamRecorder<Note> caller = StreamRecorder.create();
      NoteServiceGrpc.newStub(a.channel()).write(ANY, caller);
      HeldService.Held held = last.await();

      caller.cancel();

      held.awaitEvent("cancelled");
      Waiting.until(held.context()::isCancelled);
    }
  }

  @Test
  void letsDetachedWorkOutliveItsCaller() throws Exception {
    VirtualClock clock = VirtualClock.create();
    HeldService last = new HeldService();
    CompletableFuture<String> requestId = new CompletableFuture<>();
    ClientInterceptor looksAtTheContext =
        new ClientInterceptor() {
          @Override
          public <ReqT, RespT> io.grpc.ClientCall<ReqT, RespT> interceptCall(
              io.grpc.MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
            requestId.complete(CallContext.find().map(CallContext::requestId).orElse("none"));
            assertThat(Context.current().getDeadline()).isNull();
            return next.newCall(method, options);
          }
        };
    DeadlinePolicy policy = DeadlinePolicy.unary(Duration.ofMinutes(1));
    try (GRPCTestClient back = server(last, clock);
        GRPCTestClient front =
            server(
                new Relay(
                    () ->
                        ClientDeadlineInterceptor.detached(
                            stub(
                                ClientInterceptors.intercept(back.channel(), looksAtTheContext),
                                policy))),
                clock)) {
      StreamRecorder<Note> caller = StreamRecorder.create();
      Metadata id = new Metadata();
      id.put(Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER), "r-7");
      NoteServiceGrpc.newStub(front.channel())
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(id))
          .withDeadline(clock.deadlineAfter(Duration.ofSeconds(5)))
          .write(ANY, caller);
      HeldService.Held held = last.await();

      clock.advance(Duration.ofSeconds(6));
      assertThat(caller.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(requestId).isCompletedWithValue("r-7");
      assertThat(held.context().isCancelled()).isFalse();
      assertThat(held.context().getDeadline().timeRemaining(TimeUnit.SECONDS)).isBetween(45L, 54L);

      clock.advance(Duration.ofMinutes(1));
      held.awaitEvent("cancelled");
    }
  }

  @Test
  void keepsASharedStubWorkingAfterTenTimesItsTimeout() {
    VirtualClock clock = VirtualClock.create();
    try (GRPCTestClient client = server(new NoteService(), clock)) {
      var shared =
          NoteServiceGrpc.newBlockingStub(
              ClientInterceptors.intercept(
                  client.channel(),
                  ClientDeadlineInterceptor.of(DeadlinePolicy.unary(Duration.ofSeconds(1)))));
      for (int i = 0; i < 3; i++) {
        assertThat(shared.write(ANY)).isEqualTo(Note.getDefaultInstance());
        clock.advance(Duration.ofSeconds(10));
      }
    }
  }

  @Test
  void failsACallOfAnExpiredStubAtOnceAndSaysWhy() {
    try (GRPCTestClient client = GRPCTestClient.of(new NoteService()).start()) {
      Channel channel =
          ClientInterceptors.intercept(client.channel(), ClientDeadlineInterceptor.create());

      assertThatThrownBy(
              () ->
                  NoteServiceGrpc.newBlockingStub(channel)
                      .withDeadlineAfter(-1, TimeUnit.HOURS)
                      .write(ANY))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("DEADLINE_EXCEEDED")
          .hasMessageContaining(NoteService.WRITE + " was not called")
          .hasMessageContaining("stub");
      StreamRecorder<Note> chat = StreamRecorder.create();
      var requests =
          NoteServiceGrpc.newStub(channel).withDeadlineAfter(-1, TimeUnit.HOURS).chat(chat);
      requests.onNext(ANY);
      requests.onCompleted();
      assertThat(chat.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(client.calls().all()).isEmpty();
    }
  }

  @Test
  void failsACallOfALateCallerAtOnceAndSaysWhy() {
    VirtualClock clock = VirtualClock.create();
    try (GRPCTestClient client = GRPCTestClient.of(new NoteService()).start();
        Context.CancellableContext caller =
            Context.current()
                .withDeadline(clock.deadlineAfter(Duration.ofSeconds(1)), Unscheduled.INSTANCE)) {
      Channel channel =
          ClientInterceptors.intercept(client.channel(), ClientDeadlineInterceptor.create());
      clock.advance(Duration.ofSeconds(2));

      var call = call(caller, () -> NoteServiceGrpc.newFutureStub(channel).write(ANY));

      assertThatThrownBy(call::get)
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("server call that it was to be made in passed 1000 ms ago");
      assertThat(client.calls().all()).isEmpty();
    }
  }

  @Test
  void leavesStreamsWithoutALimitOfTheirOwn() throws Exception {
    HeldService service = new HeldService();
    try (GRPCTestClient client = GRPCTestClient.of(service).start()) {
      Channel channel =
          ClientInterceptors.intercept(client.channel(), ClientDeadlineInterceptor.create());
      StreamRecorder<Note> caller = StreamRecorder.create();
      NoteServiceGrpc.newStub(channel).read(ReadRequest.getDefaultInstance(), caller);

      assertThat(service.await().context().getDeadline()).isNull();

      caller.cancel();
    }
  }

  private static <T> T call(Context context, java.util.function.Supplier<T> work) {
    Context previous = context.attach();
    try {
      return work.get();
    } finally {
      context.detach(previous);
    }
  }

  private static GRPCTestClient server(NoteService service, VirtualClock clock) {
    return GRPCTestClient.builder().addService(service).clock(clock).build().start();
  }

  private static NoteServiceFutureStub stub(Channel channel, DeadlinePolicy policy) {
    return NoteServiceGrpc.newFutureStub(
        ClientInterceptors.intercept(channel, ClientDeadlineInterceptor.of(policy)));
  }

  /** Hands each request on to the next server. */
  private static final class Relay extends NoteService {

    private final java.util.function.Supplier<NoteServiceFutureStub> next;

    Relay(java.util.function.Supplier<NoteServiceFutureStub> next) {
      this.next = next;
    }

    @Override
    public void write(WriteRequest request, StreamObserver<Note> responses) {
      var answer = next.get().write(request);
      Function<Throwable, Throwable> cause =
          failure -> failure instanceof ExecutionException ? failure.getCause() : failure;
      answer.addListener(
          () -> {
            try {
              responses.onNext(answer.get());
              responses.onCompleted();
            } catch (Exception failure) {
              responses.onError(cause.apply(failure));
            }
          },
          Runnable::run);
    }
  }
}
