package dev.grapnel.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultInjectorTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final HandClock clock = new HandClock();

  @AfterEach
  void stopClock() {
    clock.shutdownNow();
  }

  static Stream<Arguments> kindsAndTransports() {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> Arrays.stream(Rig.Transport.values()).map(to -> Arguments.of(kind, to)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndTransports")
  void delaysCallsOnTheClient(Kind kind, Rig.Transport transport) throws Exception {
    FaultInjector faults = always(Fault.latency(LONG));
    try (Rig rig = Rig.onClient(transport, faults.clientInterceptor())) {
      Recorded call = kind.call(rig.channel());

      assertThat(call.call.isReady()).isFalse();
      assertThat(rig.users.handled).hasValue(0);
      clock.fireNext();

      assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
      assertThat(call.messages).hasSize(kind.answers);
      assertThat(call.closes).hasValue(1);
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndTransports")
  void delaysHandlersOnTheServer(Kind kind, Rig.Transport transport) throws Exception {
    FaultInjector faults = always(Fault.latency(LONG));
    try (Rig rig = Rig.onServer(transport, tenant(), faults.serverInterceptor())) {
      Recorded call = kind.call(rig.channel());
      Await.until(() -> clock.waiting() == 1);

      assertThat(rig.users.handled).hasValue(0);
      clock.fireNext();

      assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
      assertThat(call.messages).hasSize(kind.answers);
      assertThat(rig.users.tenants).containsOnly("acme").isNotEmpty();
    }
  }

  private static ServerInterceptor tenant() {
    return new ServerInterceptor() {
      @Override
      public <Q, R> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Context context = Context.current().withValue(Users.TENANT, "acme");
        return Contexts.interceptCall(context, call, headers, next);
      }
    };
  }

  @ParameterizedTest
  @MethodSource("kindsAndTransports")
  void endsCallsThatAreCancelledWhileDelayedOnTheClient(Kind kind, Rig.Transport transport)
      throws Exception {
    FaultInjector faults = always(Fault.latency(LONG));
    try (Rig rig = Rig.onClient(transport, faults.clientInterceptor())) {
      Recorded call = kind.call(rig.channel());

      call.call.cancel("enough", null);
      call.call.cancel("again", null);

      assertThat(call.status().getCode()).isEqualTo(Status.Code.CANCELLED);
      assertThat(call.status().getDescription()).isEqualTo("enough");
      assertThat(clock.waiting()).isZero();
      assertThat(call.closes).hasValue(1);
      assertThat(rig.users.handled).hasValue(0);
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndTransports")
  void endsCallsThatAreCancelledWhileDelayedOnTheServer(Kind kind, Rig.Transport transport)
      throws Exception {
    FaultInjector faults = always(Fault.latency(LONG));
    try (Rig rig = Rig.onServer(transport, faults.serverInterceptor())) {
      Recorded call = kind.call(rig.channel());
      Await.until(() -> clock.waiting() == 1);

      call.call.cancel("enough", null);

      assertThat(call.status().getCode()).isEqualTo(Status.Code.CANCELLED);
      Await.until(() -> clock.waiting() == 0);
      assertThat(rig.users.handled).hasValue(0);
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndTransports")
  void keepsDeadlinesDuringEveryFault(Kind kind, Rig.Transport transport) throws Exception {
    FaultInjector onClient = oneAfterTheOther();
    FaultInjector onServer = oneAfterTheOther();
    try (Rig client = Rig.onClient(transport, onClient.clientInterceptor());
        Rig server = Rig.onServer(transport, onServer.serverInterceptor())) {
      List<Recorded> calls = new ArrayList<>();
      for (Rig rig : List.of(client, server)) {
        Channel channel = rig.channel();
        for (int fault = 0; fault < 3; fault++) {
          calls.add(kind.call(channel, within(300)));
        }
      }
      for (Recorded call : calls) {
        assertThat(call.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(call.closes).hasValue(1);
      }
    }
  }

  private static FaultInjector oneAfterTheOther() {
    return FaultInjector.seeded(1)
        .add(Fault.latency(LONG), Occurrence.first(1))
        .add(Fault.slowReader(LONG), Occurrence.every(2))
        .add(Fault.dropAfter(0), Occurrence.every(3))
        .build();
  }

  @ParameterizedTest
  @MethodSource("kindsAndTransports")
  void endsCallsThatAreCancelledDuringEveryFault(Kind kind, Rig.Transport transport)
      throws Exception {
    FaultInjector faults = oneAfterTheOther();
    try (Rig rig = Rig.onClient(transport, faults.clientInterceptor())) {
      Channel channel = rig.channel();
      List<Recorded> calls = List.of(kind.call(channel), kind.call(channel), kind.call(channel));
      Await.until(() -> rig.users.handled.get() == 2);
      for (Recorded call : calls) {
        call.call.cancel("enough", null);
        assertThat(call.status().getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(call.closes).hasValue(1);
      }
    }
  }

  @Test
  void endsCallsWhoseContextIsCancelledWhileDelayed() throws Exception {
    FaultInjector faults = always(Fault.latency(LONG));
    try (Rig rig = Rig.onClient(Rig.Transport.IN_PROCESS, faults.clientInterceptor());
        Context.CancellableContext context = Context.current().withCancellation()) {
      Recorded call = context.call(() -> Kind.UNARY.call(rig.channel()));

      context.cancel(null);

      assertThat(call.status().getCode()).isEqualTo(Status.Code.CANCELLED);
      assertThat(clock.waiting()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndTransports")
  void endsCallsWithAStatus(Kind kind, Rig.Transport transport) throws Exception {
    Fault fault = Fault.status(Status.UNAVAILABLE.withDescription("try later"));
    FaultInjector faults = FaultInjector.seeded(1).add(fault, Occurrence.first(2)).build();
    try (Rig rig = Rig.onClient(transport, faults.clientInterceptor());
        Rig other = Rig.onServer(transport, faults.serverInterceptor())) {
      for (Recorded call : new Recorded[] {kind.call(rig.channel()), kind.call(other.channel())}) {
        assertThat(call.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(call.status().getDescription()).isEqualTo("try later");
        assertThat(call.closes).hasValue(1);
      }
      assertThat(rig.users.handled).hasValue(0);
      assertThat(other.users.handled).hasValue(0);
      assertThat(kind.call(rig.channel()).status().isOk()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void dropsWhatComesAfterSomeMessages(Rig.Transport transport) throws Exception {
    FaultInjector faults = always(Fault.dropAfter(3));
    try (Rig client = Rig.onClient(transport, faults.clientInterceptor());
        Rig server = Rig.onServer(transport, faults.serverInterceptor())) {
      for (Rig rig : new Rig[] {client, server}) {
        assertThat(dropped(Kind.SERVER_STREAMING, rig, 300).messages).hasSize(3);
        assertThat(dropped(Kind.BIDI_STREAMING, rig, 300).messages).hasSize(3);
        assertThat(Kind.UNARY.call(rig.channel()).status().isOk()).isTrue();
      }
      server.users.awaitCancel();
    }
  }

  /** Ends by its deadline; one that came before three messages could is given more time. */
  private static Recorded dropped(Kind kind, Rig rig, long millis) throws Exception {
    Recorded call = kind.call(rig.channel(), within(millis));
    assertThat(call.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    return call.messages.size() < 3 && millis < 10_000 ? dropped(kind, rig, 4 * millis) : call;
  }

  private static CallOptions within(long millis) {
    return CallOptions.DEFAULT.withDeadlineAfter(millis, TimeUnit.MILLISECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void resetsAfterSomeMessages(Rig.Transport transport) throws Exception {
    FaultInjector faults = always(Fault.resetAfter(2));
    try (Rig client = Rig.onClient(transport, faults.clientInterceptor());
        Rig server = Rig.onServer(transport, faults.serverInterceptor())) {
      for (Rig rig : new Rig[] {client, server}) {
        for (Kind kind : new Kind[] {Kind.SERVER_STREAMING, Kind.BIDI_STREAMING}) {
          Recorded call = kind.call(rig.channel());
          assertThat(call.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
          assertThat(call.messages).hasSize(2);
          assertThat(call.closes).hasValue(1);
        }
        assertThat(Kind.UNARY.call(rig.channel()).status().isOk()).isTrue();
      }
      server.users.awaitCancel();
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndTransports")
  void resetsWhenTheServerBeginsToAnswer(Kind kind, Rig.Transport transport) throws Exception {
    FaultInjector faults = always(Fault.resetAfter(0));
    try (Rig client = Rig.onClient(transport, faults.clientInterceptor());
        Rig server = Rig.onServer(transport, faults.serverInterceptor())) {
      for (Rig rig : new Rig[] {client, server}) {
        Recorded call = kind.call(rig.channel());
        assertThat(call.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(call.messages).isEmpty();
        assertThat(rig.users.handled).as("the work is done").hasValue(1);
      }
    }
  }

  @Test
  void lostAnswersOfUnaryCallsFailBlockingStubs() {
    FaultInjector faults = always(Fault.resetAfter(1));
    try (Rig rig = Rig.onClient(Rig.Transport.LOOPBACK, faults.clientInterceptor())) {
      var stub = UserServiceGrpc.newBlockingStub(rig.channel());
      assertThatThrownBy(() -> stub.getUser(GetUserRequest.newBuilder().setId(1).build()))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageStartingWith("UNAVAILABLE");
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsSlowlyOnTheClient(Rig.Transport transport) throws Exception {
    FaultInjector faults = always(Fault.slowReader(LONG));
    try (Rig rig = Rig.onClient(transport, faults.clientInterceptor())) {
      Recorded call = Kind.SERVER_STREAMING.call(rig.channel());
      for (int message = 1; message <= 5; message++) {
        Await.until(() -> clock.waiting() == 1);
        assertThat(call.messages).hasSize(message - 1);
        clock.fireNext();
        call.awaitMessages(1);
      }
      assertThat(call.status().isOk()).isTrue();
      Await.until(() -> clock.waiting() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsSlowlyOnTheServer(Rig.Transport transport) throws Exception {
    FaultInjector faults = always(Fault.slowReader(LONG));
    try (Rig rig = Rig.onServer(transport, faults.serverInterceptor())) {
      Recorded call = Kind.CLIENT_STREAMING.call(rig.channel());
      for (int message = 1; message <= 3; message++) {
        int before = message - 1;
        Await.until(() -> clock.waiting() == 1);
        assertThat(rig.users.received).hasValue(before);
        clock.fireNext();
        Await.until(() -> rig.users.received.get() == before + 1);
      }
      assertThat(call.status().isOk()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void delaysBlockingStubs(Rig.Transport transport) {
    FaultInjector faults =
        FaultInjector.seeded(3)
            .add(Fault.latency(Duration.ofMillis(1), Duration.ofMillis(5)), Occurrence.always())
            .add(Fault.status(Status.ABORTED), Occurrence.first(1))
            .build();
    try (Rig rig = Rig.onClient(transport, faults.clientInterceptor())) {
      var stub = UserServiceGrpc.newBlockingStub(rig.channel());
      GetUserRequest request = GetUserRequest.newBuilder().setId(4).build();
      assertThatThrownBy(() -> stub.getUser(request)).hasMessage("ABORTED");
      assertThat(stub.getUser(request).getId()).isEqualTo(4);
      assertThatThrownBy(() -> stub.withDeadlineAfter(0, TimeUnit.SECONDS).getUser(request))
          .hasMessageStartingWith("DEADLINE_EXCEEDED");
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsHandlersThatThrowAfterADelay(Rig.Transport transport) {
    FaultInjector faults = always(Fault.latency(Duration.ofMillis(1)));
    try (Rig rig = Rig.onServer(transport, faults.serverInterceptor())) {
      clockGoesOnByItself();
      var stub = UserServiceGrpc.newBlockingStub(rig.channel());
      GetUserRequest broken = GetUserRequest.newBuilder().setId(Users.BROKEN).build();
      assertThatThrownBy(() -> stub.getUser(broken))
          .hasMessageStartingWith("INTERNAL: internal error");
    }
  }

  private void clockGoesOnByItself() {
    Thread thread =
        new Thread(
            () -> {
              Await.until(() -> clock.waiting() > 0);
              clock.fireAll();
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void tellsWhatHappened() throws Exception {
    FaultInjector faults =
        FaultInjector.seeded(1)
            .add(Fault.latency(Duration.ofMillis(2)), Occurrence.every(2))
            .add(
                Fault.status(Status.NOT_FOUND),
                Occurrence.first(1).of(UserServiceGrpc.getListUsersMethod()))
            .build();
    try (Rig rig = Rig.onClient(Rig.Transport.IN_PROCESS, faults.clientInterceptor())) {
      var channel = rig.channel();
      Kind.UNARY.call(channel).status();
      Kind.UNARY.call(channel).status();
      assertThat(Kind.SERVER_STREAMING.call(channel).status().getCode())
          .isEqualTo(Status.Code.NOT_FOUND);
      Kind.SERVER_STREAMING.call(channel).status();

      Fault twoMillis = Fault.latency(Duration.ofMillis(2));
      assertThat(faults.injected())
          .containsExactly(
              new InjectedFault("user.UserService/GetUser", 2, twoMillis),
              new InjectedFault("user.UserService/ListUsers", 3, Fault.status(Status.NOT_FOUND)),
              new InjectedFault("user.UserService/ListUsers", 4, twoMillis));
      assertThat(faults.injected().get(0))
          .hasToString("call 2 of user.UserService/GetUser: latency(PT0.002S)");
    }
  }

  @Test
  void theFirstFaultIsTheOutermost() throws Exception {
    FaultInjector faults =
        FaultInjector.seeded(1)
            .add(Fault.status(Status.ABORTED), Occurrence.always())
            .add(Fault.latency(LONG), Occurrence.always())
            .build();
    try (Rig rig = Rig.onClient(Rig.Transport.IN_PROCESS, faults.clientInterceptor())) {
      assertThat(Kind.UNARY.call(rig.channel()).status().getCode()).isEqualTo(Status.Code.ABORTED);
      assertThat(faults.injected()).hasSize(1);
    }
  }

  private FaultInjector always(Fault fault) {
    return FaultInjector.seeded(1).add(fault, Occurrence.always()).scheduler(clock).build();
  }
}
