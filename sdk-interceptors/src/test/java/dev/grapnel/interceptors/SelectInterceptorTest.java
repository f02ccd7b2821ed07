package dev.grapnel.interceptors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.CallSelector;
import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.interceptors.deadline.DeadlineInterceptor;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class SelectInterceptorTest {

  private final Set<String> server = ConcurrentHashMap.newKeySet();
  private final Set<String> client = ConcurrentHashMap.newKeySet();

  @Test
  void meetsSelectedMethodsOnly() {
    callAllKinds(CallSelector.methods(NoteService.WRITE, NoteService.CHAT));

    assertThat(server).containsExactlyInAnyOrder(NoteService.WRITE, NoteService.CHAT);
    assertThat(client).containsExactlyInAnyOrder(NoteService.WRITE, NoteService.CHAT);
  }

  @Test
  void meetsSelectedKindsOnly() {
    callAllKinds(CallSelector.types(MethodType.UNARY).negate());

    assertThat(server)
        .containsExactlyInAnyOrder(NoteService.WRITE_ALL, NoteService.READ, NoteService.CHAT);
    assertThat(client).isEqualTo(server);
  }

  @Test
  void meetsNothingOfOtherServices() {
    callAllKinds(CallSelector.services("grapnel.interceptors.test.v1.Note"));

    assertThat(server).isEmpty();
    assertThat(client).isEmpty();
  }

  @Test
  void limitsTheTimeOfSelectedMethodsOnlyAndTheLeastOfAChainHolds() {
    ServerChain chain =
        ServerChain.builder()
            .deadline(DeadlineInterceptor.builder().unary(Duration.ofSeconds(9)).build())
            .add(
                SelectInterceptor.server(
                    CallSelector.types(MethodType.UNARY),
                    DeadlineInterceptor.builder().unary(Duration.ofSeconds(8)).build()))
            .add(
                SelectInterceptor.server(
                    CallSelector.types(MethodType.UNARY).negate(),
                    DeadlineInterceptor.builder().unary(Duration.ofSeconds(1)).build()))
            .build();

    assertThat(chain.longestCall(NoteServiceGrpc.getWriteMethod())).contains(Duration.ofSeconds(8));
    assertThat(ServerChain.builder().build().longestCall(NoteServiceGrpc.getWriteMethod()))
        .isEmpty();
  }

  @Test
  void asksOfSelectedServicesOnlyAndNeverCountsAsAuthentication() {
    ServerServiceDefinition notes = new NoteService().bindService();
    var some =
        (ServerAwareInterceptor)
            SelectInterceptor.server(CallSelector.methods(NoteService.WRITE), new Recording(true));
    var none =
        (ServerAwareInterceptor)
            SelectInterceptor.server(CallSelector.services("other"), new Recording(true));

    assertThat(some.problems(List.of(notes))).containsExactly("1 services");
    assertThat(none.problems(List.of(notes))).containsExactly("0 services");
    assertThat(some.authenticates()).isFalse();
  }

  private void callAllKinds(CallSelector selector) {
    try (var kit =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(SelectInterceptor.server(selector, new Recording()))
            .addClientInterceptor(SelectInterceptor.client(selector, new RecordingClient()))
            .build()
            .start()) {
      var stub = kit.stub(NoteServiceGrpc::newStub);
      StreamRecorder<Object> written = StreamRecorder.create();
      stub.write(WriteRequest.getDefaultInstance(), cast(written));
      written.awaitEnd();
      StreamRecorder<Object> read = StreamRecorder.create();
      stub.read(ReadRequest.newBuilder().setCount(2).build(), cast(read));
      read.awaitEnd();
      StreamRecorder<Object> all = StreamRecorder.create();
      stub.writeAll(cast(all)).onCompleted();
      all.awaitEnd();
      StreamRecorder<Object> chat = StreamRecorder.create();
      stub.chat(cast(chat)).onCompleted();
      chat.awaitEnd();
    }
  }

  @SuppressWarnings("unchecked") // A recorder takes whatever comes.
  private static <T> io.grpc.stub.StreamObserver<T> cast(StreamRecorder<Object> recorder) {
    return (io.grpc.stub.StreamObserver<T>) recorder;
  }

  private final class Recording implements ServerAwareInterceptor {
    private final boolean asked;

    Recording() {
      this(false);
    }

    Recording(boolean asked) {
      this.asked = asked;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      server.add(call.getMethodDescriptor().getFullMethodName());
      return next.startCall(call, headers);
    }

    @Override
    public List<String> problems(List<ServerServiceDefinition> services) {
      // The kit asks, too; it has to start.
      return asked ? List.of(services.size() + " services") : List.of();
    }

    @Override
    public boolean authenticates() {
      return true;
    }
  }

  private final class RecordingClient implements ClientInterceptor {
    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      client.add(method.getFullMethodName());
      return next.newCall(method, options);
    }
  }
}
