package dev.grapnel.client.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Permissions that would be lost where callers, listeners and channels do what they should not. */
class MisbehavingCallTest {

  private final Resilience resilience =
      Resilience.builder()
          .circuitBreaker(
              CircuitBreakerConfig.custom().permittedNumberOfCallsInHalfOpenState(1).build())
          .bulkhead(BulkheadConfig.custom().maxConcurrentCalls(1).build())
          .failures(
              status -> {
                throw new IllegalStateException("this predicate fails");
              })
          .build();
  private final ScriptedChannel plain = new ScriptedChannel();
  private final Channel channel = ClientInterceptors.intercept(plain, resilience);
  private final CircuitBreaker breaker = resilience.circuitBreaker(Kinds.name(MethodType.UNARY));

  @BeforeEach
  void tryTheServer() {
    breaker.transitionToOpenState();
    breaker.transitionToHalfOpenState();
  }

  private void assertThatNothingIsHeld() {
    assertThat(
            resilience
                .bulkhead(Kinds.name(MethodType.UNARY))
                .getMetrics()
                .getAvailableConcurrentCalls())
        .isEqualTo(1);
    assertThat(breaker.tryAcquirePermission()).isTrue();
    assertThat(breaker.tryAcquirePermission()).isFalse();
  }

  private ClientCall<String, String> newCall() {
    return channel.newCall(Kinds.method(MethodType.UNARY), CallOptions.DEFAULT);
  }

  @Test
  void takesNothingForACallThatIsNeverStarted() {
    newCall();
    newCall().cancel("never started", null);
    assertThatNothingIsHeld();
  }

  @Test
  void givesBackWhatACallTookWhoseStartFails() {
    plain.startFails = true;
    assertThatIllegalStateException().isThrownBy(() -> newCall().start(ignoring(), new Metadata()));
    assertThatNothingIsHeld();
  }

  @Test
  void givesBackOnceIfTheStartFailsAfterTheClose() {
    plain.closesWith = Status.CANCELLED;
    plain.startFails = true;
    assertThatIllegalStateException().isThrownBy(() -> newCall().start(ignoring(), new Metadata()));
    assertThatNothingIsHeld();
  }

  @Test
  void givesBackWhereTheListenerFails() {
    plain.closesWith = Status.CANCELLED;
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                newCall()
                    .start(
                        new ClientCall.Listener<>() {
                          @Override
                          public void onClose(Status status, Metadata trailers) {
                            throw new IllegalStateException("this listener fails");
                          }
                        },
                        new Metadata()));
    assertThatNothingIsHeld();
  }

  @Test
  void closesTheCallWhereThePredicateFails() {
    plain.closesWith = Status.NOT_FOUND;
    Kinds.Ongoing call = new Kinds.Ongoing(newCall());
    assertThatIllegalStateException().isThrownBy(() -> call.call.start(call, new Metadata()));
    assertThat(call.status()).isEqualTo(Status.NOT_FOUND);
    assertThatNothingIsHeld();
  }

  @Test
  void countsNoDeadlineThatPassesBeforeTheCallLeaves() {
    plain.closesWith = Status.DEADLINE_EXCEEDED;
    newCall().start(ignoring(), new Metadata());
    assertThatNothingIsHeld();
  }

  @Test
  void leavesARefusedCallDeaf() {
    breaker.transitionToForcedOpenState();
    ClientCall<String, String> call = newCall();
    call.start(ignoring(), new Metadata());
    call.request(1);
    call.sendMessage("request");
    call.halfClose();
    call.cancel("too late", null);
    assertThat(call.isReady()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> call.start(ignoring(), new Metadata()));
    assertThat(plain.started).isZero();
  }

  private static ClientCall.Listener<String> ignoring() {
    return new ClientCall.Listener<>() {};
  }

  /** Closes calls while they start, and fails. */
  private static final class ScriptedChannel extends Channel {

    private @Nullable Status closesWith;
    private boolean startFails;
    private int started;

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options) {
      return new ClientCall<>() {
        @Override
        public void start(Listener<RespT> listener, Metadata headers) {
          started++;
          if (closesWith != null) {
            listener.onClose(closesWith, new Metadata());
          }
          if (startFails) {
            throw new IllegalStateException("this start fails");
          }
        }

        @Override
        public void request(int count) {}

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(ReqT message) {}
      };
    }

    @Override
    public String authority() {
      return "scripted";
    }
  }
}
