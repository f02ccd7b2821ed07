package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.grapnel.testing.Transport;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A callback fails while another thread of the handler is sending. */
@Timeout(60)
class CallScopeRaceTest {

  private static final int CALLS = 40;

  private final AtomicReference<CompletableFuture<Void>> sender = new AtomicReference<>();

  @ParameterizedTest
  @EnumSource
  void clientLearnsOfTheFailureHoweverFastAnotherThreadSends(Transport transport) {
    try (TestServer server = TestServer.start(transport, sendsUntilCancelled())) {
      for (int i = 0; i < CALLS; i++) {
        ClientSide client =
            server.begin(MethodType.BIDI_STREAMING, new Metadata(), CallOptions.DEFAULT);
        client.send("start sending");
        client.awaitMessage();
        client.send("fail");

        Status status = client.awaitStatus();
        assertThat(status.getCode()).as("call %d: %s", i, status).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).startsWith("internal error, request id ");
        assertThat(sender.get()).succeedsWithin(10, TimeUnit.SECONDS);
      }
      assertThat(server.watch().escaped()).isEmpty();
      assertThat(server.watch().closes()).hasSize(CALLS);
    }
  }

  private ServerServiceDefinition sendsUntilCancelled() {
    return TestService.of(
        (request, responses) -> {
          if (request.getValue().equals("fail")) {
            throw new IllegalStateException("secret");
          }
          sendInBackground((ServerCallStreamObserver<StringValue>) responses);
        });
  }

  private void sendInBackground(ServerCallStreamObserver<StringValue> responses) {
    CountDownLatch started = new CountDownLatch(1);
    sender.set(
        CompletableFuture.runAsync(
            () -> {
              started.countDown();
              sendUntilCancelled(responses);
            }));
  }

  /** A bounded number of messages, so that no transport is flooded; then it waits. */
  private static void sendUntilCancelled(ServerCallStreamObserver<StringValue> responses) {
    int left = 2000;
    while (!responses.isCancelled()) {
      if (left > 0 && responses.isReady()) {
        responses.onNext(StringValue.of("x"));
        left--;
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
