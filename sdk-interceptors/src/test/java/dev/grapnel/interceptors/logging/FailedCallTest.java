package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

/** Calls that fail: one line each, with the status that the caller gets. */
class FailedCallTest {

  private static final String OUTCOME = "{status} {description}";
  private final RuntimeException secret = new IllegalStateException("database at 10.0.0.1");

  private final LoggedLines server = new LoggedLines();
  private final LoggedLines client = new LoggedLines();

  @ParameterizedTest
  @EnumSource
  void areLoggedAsTheCallerSeesThem(AllKinds kind) {
    Status status = call(kind, FailingService.throwing(secret));

    assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertOneLineEach(Level.WARN, "INTERNAL \"" + status.getDescription() + "\"");
  }

  @ParameterizedTest
  @EnumSource
  void areLoggedIfAnExceptionIsPassedOn(AllKinds kind) {
    Status status = call(kind, FailingService.answering(secret));

    assertOneLineEach(Level.WARN, "INTERNAL \"" + status.getDescription() + "\"");
  }

  @ParameterizedTest
  @EnumSource
  void areNoWarningIfTheCallerIsWrong(AllKinds kind) {
    call(
        kind,
        FailingService.throwing(
            Status.NOT_FOUND.withDescription("no note x").asRuntimeException()));

    assertOneLineEach(Level.INFO, "NOT_FOUND \"no note x\"");
  }

  @ParameterizedTest
  @EnumSource
  void haveTheStatusOfAnInnerInterceptorThatRefuses(AllKinds kind) {
    ServerInterceptor refusing =
        new ServerInterceptor() {
          @Override
          public <Q, P> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
            call.close(Status.UNAUTHENTICATED.withDescription("who?"), new Metadata());
            return new ServerCall.Listener<>() {};
          }
        };
    call(kind, new NoteService(), refusing);

    assertOneLineEach(Level.INFO, "UNAUTHENTICATED \"who?\"");
  }

  @ParameterizedTest
  @EnumSource
  void haveTheStatusThatAnInnerInterceptorsExceptionBecomes(ThrowingInterceptor.Where where) {
    Status status = call(AllKinds.UNARY, new NoteService(), new ThrowingInterceptor(where, secret));

    assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertOneLineEach(Level.WARN, "INTERNAL \"" + status.getDescription() + "\"");
  }

  @ParameterizedTest
  @EnumSource
  void areLoggedInPlainServersToo(AllKinds kind) throws Exception {
    Status status = callPlainServer(kind, FailingService.throwing(secret));

    assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertOneLineEach(Level.WARN, "INTERNAL \"" + status.getDescription() + "\"");
  }

  @ParameterizedTest
  @EnumSource
  void areLoggedInPlainServersIfAnExceptionIsPassedOn(AllKinds kind) throws Exception {
    Status status = callPlainServer(kind, FailingService.answering(secret));

    assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertOneLineEach(Level.WARN, "INTERNAL \"" + status.getDescription() + "\"");
  }

  @Test
  void areNotOkForAHandlerThatAnswersNothing() {
    call(AllKinds.UNARY, new FailingService(StreamObserver::onCompleted));

    assertThat(server.next().text()).isEqualTo("INTERNAL \"completed without a response\"");
    assertThat(client.next().text()).doesNotStartWith("OK");
    assertThat(server.left()).isEmpty();
  }

  @Test
  void areLoggedOnTheClientIfThereIsNoServer() {
    var channel = InProcessChannelBuilder.forName("nobody is here").build();
    try (var calling = GRPCTestClient.over(channel).start()) {
      AllKinds.UNARY.call(
          calling.with(client.interceptor("{status} {peer}")).stub(NoteServiceGrpc::newStub));

      LoggedLines.Line line = client.next();
      assertThat(line.level()).isEqualTo(Level.WARN);
      assertThat(line.text()).isEqualTo("UNAVAILABLE unknown");
    } finally {
      channel.shutdownNow();
    }
  }

  private Status call(AllKinds kind, BindableService service, ServerInterceptor... inner) {
    var builder =
        GRPCTestClient.builder()
            .addService(service)
            .addInterceptor(server.interceptor(OUTCOME))
            .addClientInterceptor(client.interceptor(OUTCOME));
    for (ServerInterceptor interceptor : inner) {
      builder.addInterceptor(interceptor);
    }
    try (var running = builder.build()) {
      return kind.call(running.start().stub(NoteServiceGrpc::newStub));
    }
  }

  /** Nothing of Grapnel but the interceptor. */
  private Status callPlainServer(AllKinds kind, BindableService service) throws Exception {
    String name = InProcessServerBuilder.generateName();
    Server running =
        InProcessServerBuilder.forName(name)
            .addService(ServerInterceptors.intercept(service, server.interceptor(OUTCOME)))
            .build()
            .start();
    var channel =
        InProcessChannelBuilder.forName(name).intercept(client.interceptor(OUTCOME)).build();
    try {
      return kind.call(NoteServiceGrpc.newStub(channel));
    } finally {
      channel.shutdownNow();
      running.shutdownNow();
      assertThat(running.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void assertOneLineEach(Level level, String text) {
    for (LoggedLines side : new LoggedLines[] {server, client}) {
      LoggedLines.Line line = side.next();
      assertThat(line.level()).isEqualTo(level);
      assertThat(line.text()).isEqualTo(text);
      assertThat(side.left()).isEmpty();
    }
  }
}
