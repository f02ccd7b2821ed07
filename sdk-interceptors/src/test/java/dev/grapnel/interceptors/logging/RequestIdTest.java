package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.RequestId;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.BindableService;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One id on both sides, in lines and metadata. */
class RequestIdTest {

  private final LoggedLines server = new LoggedLines();
  private final LoggedLines client = new LoggedLines();
  private final AtomicReference<Metadata> headers = new AtomicReference<>();
  private final AtomicReference<Metadata> trailers = new AtomicReference<>();
  private final ClientInterceptor capturing =
      MetadataUtils.newCaptureMetadataInterceptor(headers, trailers);

  @ParameterizedTest
  @EnumSource
  void isMadeByTheClientAndComesBack(AllKinds kind) {
    try (var running = running(new NoteService())) {
      kind.call(running.with(capturing).stub(NoteServiceGrpc::newStub));

      String id = client.next().text();
      assertThat(id).matches("[0-9a-f]{16}");
      assertThat(server.next().text()).isEqualTo(id);
      assertThat(headers.get().getAll(RequestId.HEADER)).containsExactly(id);
    }
  }

  @Test
  void comesBackInTheTrailersOfACallThatFailsAtOnce() {
    try (var running = running(FailingService.throwing(new IllegalStateException("x")))) {
      AllKinds.UNARY.call(running.with(capturing).stub(NoteServiceGrpc::newStub));

      assertThat(trailers.get().getAll(RequestId.HEADER)).containsExactly(server.next().text());
    }
  }

  @Test
  void isTheOneThatTheCallerHasPut() {
    try (var running = running(new NoteService())) {
      AllKinds.UNARY.call(running.with(sending("order-7.a")).stub(NoteServiceGrpc::newStub));

      assertThat(client.next().text()).isEqualTo("order-7.a");
      assertThat(server.next().text()).isEqualTo("order-7.a");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "\u0009x", "", "a\"b"})
  void isNotTheCallersIfThatIsHarmful(String harmful) {
    try (var running = running(new NoteService())) {
      AllKinds.UNARY.call(running.with(sending(harmful)).stub(NoteServiceGrpc::newStub));

      assertThat(server.next().text()).matches("[0-9a-f]{16}");
      assertThat(client.next().text()).startsWith("\"").endsWith("\"").doesNotContain("\t");
    }
  }

  @Test
  void goesOnToTheCallsOfAHandler() {
    LoggedLines inner = new LoggedLines();
    try (var next = GRPCTestClient.of(new NoteService()).start()) {
      NoteService calling =
          new NoteService() {
            @Override
            public void write(WriteRequest request, StreamObserver<Note> responses) {
              var stub =
                  next.with(inner.interceptor("{request_id} {principal}"))
                      .stub(NoteServiceGrpc::newStub);
              AllKinds.UNARY.call(stub);
              super.write(request, responses);
            }
          };
      try (var running = running(calling)) {
        AllKinds.UNARY.call(running.with(sending("r-1")).stub(NoteServiceGrpc::newStub));

        assertThat(server.next().text()).isEqualTo("r-1");
        assertThat(inner.next().text()).isEqualTo("r-1 -");
      }
    }
  }

  private GRPCTestClient running(BindableService service) {
    return GRPCTestClient.builder()
        .addService(service)
        .addInterceptor(server.interceptor("{request_id}"))
        .addClientInterceptor(client.interceptor("{request_id}"))
        .build()
        .start();
  }

  /** Further out than the interceptor, as a caller's own metadata is. */
  private static ClientInterceptor sending(String id) {
    Metadata metadata = new Metadata();
    metadata.put(RequestId.HEADER, id);
    return MetadataUtils.newAttachHeadersInterceptor(metadata);
  }
}
