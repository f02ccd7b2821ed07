package dev.grapnel.testing.security;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.security.Principal;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestCallContextTest {

  private static final Metadata.Key<String> VERSION =
      Metadata.Key.of("x-version", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> TRACE =
      Metadata.Key.of("trace-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final Principal ada = Principal.builder("ada").addRole("staff").build();

  @Test
  void codeSeesWhatTheTestSays() throws Exception {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 7}), 1234);

    CallContext seen =
        TestCallContext.as(ada)
            .metadata("x-request-id", "r1")
            .metadata(TRACE, new byte[] {1, 2})
            .method(UserServiceGrpc.getGetUserMethod())
            .peer(address)
            .call(CallContext::current);

    assertThat(seen.principal()).contains(ada);
    assertThat(seen.requestId()).isEqualTo("r1");
    assertThat(seen.metadata("x-request-id")).contains("r1");
    assertThat(seen.metadata(TRACE)).contains(new byte[] {1, 2});
    assertThat(seen.info().fullMethodName()).isEqualTo("user.UserService/GetUser");
    assertThat(seen.peer()).isEqualTo("ipv4:10.0.0.7:1234");
  }

  @Test
  void codeSeesAPlainCallUnlessToldOtherwise() throws Exception {
    CallContext seen = TestCallContext.anonymous().call(CallContext::current);

    assertThat(seen.principal()).isEmpty();
    assertThat(seen.deadline()).isEmpty();
    assertThat(seen.metadata("x-request-id")).isEmpty();
    assertThat(seen.requestId()).isNotEmpty();
    assertThat(seen.info().fullMethodName()).isEqualTo("test.Service/Method");
    assertThat(seen.peer()).isEqualTo("inprocess:test");
  }

  @Test
  void noCallRunsBeforeAndAfter() {
    assertThat(CallContext.find()).isEmpty();
    TestCallContext.as(ada).run(() -> assertThat(CallContext.find()).isPresent());
    assertThat(CallContext.find()).isEmpty();
  }

  @Test
  void exceptionsReachTheCallerUnchanged() {
    IllegalStateException unchecked = new IllegalStateException("broken");
    IOException checked = new IOException("broken");
    RuntimeException status = Status.NOT_FOUND.asRuntimeException();

    assertThatThrownBy(() -> TestCallContext.as(ada).run(throwing(unchecked))).isSameAs(unchecked);
    assertThatThrownBy(() -> TestCallContext.as(ada).run(throwing(status))).isSameAs(status);
    assertThatThrownBy(
            () ->
                TestCallContext.as(ada)
                    .call(
                        () -> {
                          throw checked;
                        }))
        .isSameAs(checked);
    assertThat(CallContext.find()).isEmpty();
  }

  @Test
  void responseMetadataIsReadableAfterwardsEvenOfCodeThatThrew() {
    TestCallContext context = TestCallContext.as(ada);
    assertThat(context.responseMetadata().keys()).isEmpty();

    context.run(() -> CallContext.current().responseMetadata("x-version", "1"));
    assertThat(context.responseMetadata().getAll(VERSION)).containsExactly("1");

    assertThatThrownBy(
            () ->
                context.run(
                    () -> {
                      CallContext.current().responseMetadata("x-version", "2");
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");
    assertThat(context.responseMetadata().getAll(VERSION)).containsExactly("2");

    context.run(() -> {});
    assertThat(context.responseMetadata().keys()).isEmpty();
  }

  @Test
  void theCallEndsWithTheCode() throws Exception {
    AtomicReference<Context> context = new AtomicReference<>();
    CallContext call =
        TestCallContext.as(ada)
            .call(
                () -> {
                  context.set(Context.current());
                  assertThat(Context.current().isCancelled()).isFalse();
                  return CallContext.current();
                });

    assertThat(context.get().isCancelled()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> call.responseMetadata("x-version", "1"))
        .withMessageContaining("too late");
  }

  @Test
  void eachRunIsACallOfItsOwn() throws Exception {
    TestCallContext context = TestCallContext.as(ada);

    CallContext first = context.call(CallContext::current);
    CallContext second = context.call(CallContext::current);

    assertThat(first).isNotSameAs(second);
    assertThat(first.requestId()).isNotEqualTo(second.requestId());
  }

  @Test
  void deadlinesAreSeenAndCancelTheCall() {
    Deadline late = Deadline.after(1, HOURS);
    TestCallContext.as(ada)
        .deadline(late)
        .run(() -> assertThat(CallContext.current().deadline()).contains(late));

    TestCallContext.as(ada)
        .deadline(Deadline.after(10, MILLISECONDS))
        .run(
            () -> {
              CompletableFuture<Context> cancelled = new CompletableFuture<>();
              Context.current().addListener(cancelled::complete, Runnable::run);
              assertThat(cancelled).succeedsWithin(20, SECONDS);
            });

    TestCallContext.as(ada)
        .deadline(Deadline.after(-1, SECONDS))
        .run(() -> assertThat(Context.current().isCancelled()).isTrue());
  }

  @Test
  void aDeadlineOfTheTestsClockIsLeftToItsScheduler() {
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    scheduler.setRemoveOnCancelPolicy(true);
    try {
      TestCallContext.as(ada)
          .deadline(Deadline.after(1, HOURS), scheduler)
          .run(() -> assertThat(scheduler.getQueue()).hasSize(1));

      assertThat(scheduler.getQueue()).isEmpty();
      assertThat(scheduler.isShutdown()).isFalse();
    } finally {
      scheduler.shutdownNow();
    }
  }

  @Test
  void propagatedWorkSeesTheCall() {
    List<String> seen = new ArrayList<>();

    TestCallContext.as(ada)
        .run(
            () ->
                CompletableFuture.runAsync(
                        () -> seen.add(CallContext.current().principal().orElseThrow().id()),
                        CallContext.propagating(command -> new Thread(command).start()))
                    .orTimeout(20, SECONDS)
                    .join());

    assertThat(seen).containsExactly("ada");
  }

  private static Runnable throwing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }
}
