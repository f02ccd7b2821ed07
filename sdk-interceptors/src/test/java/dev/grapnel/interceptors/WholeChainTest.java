package dev.grapnel.interceptors;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.interceptors.ScriptedNotes.Point;
import dev.grapnel.interceptors.ScriptedNotes.Script;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a call: all that watch it tell the same, once. */
class WholeChainTest {

  private static final Set<MethodType> KINDS =
      EnumSet.of(
          MethodType.UNARY,
          MethodType.CLIENT_STREAMING,
          MethodType.SERVER_STREAMING,
          MethodType.BIDI_STREAMING);

  private static final String TEXT = "of-the-exception";

  @RegisterExtension
  static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

  static Stream<Arguments> everywhere() {
    return Stream.of(Place.values())
        .flatMap(place -> KINDS.stream().map(kind -> Arguments.of(place, kind)));
  }

  static Stream<Arguments> failures() {
    return everywhere()
        .flatMap(
            where ->
                Stream.of(Point.START, Point.READY, Point.MESSAGE, Point.HALF_CLOSE)
                    .map(point -> Arguments.of(where.get()[0], where.get()[1], point)));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfSuccess(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      ClientSide<?, ?> call = whole(chain.channel(), kind);

      assertEnd(chain, call, kind, Status.Code.OK);
      assertThat(chain.reports()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void tellOfABug(Place place, MethodType kind, Point point) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      chain.notes.script(
          throwing(point, () -> new IllegalStateException(TEXT + ClientSide.SECRET)));
      ClientSide<?, ?> call = whole(chain.channel(), kind);

      String line = assertEnd(chain, call, kind, Status.Code.INTERNAL);
      assertThat(chain.reports()).hasSize(1);
      assertThat(line + call.end().getTrailers()).doesNotContain(TEXT);
      assertThat(chain.innermost.closes())
          .extracting(Status::getCode)
          .startsWith(Status.Code.INTERNAL);
      var info = RpcException.from(call.end()).details().requestInfo().orElseThrow();
      assertThat(info.getRequestId()).isEqualTo(call.requestId());
      assertThat(info.getServingData())
          .isEqualTo("trace_id=" + chain.spans(method(kind)).get(0).getTraceId());
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void tellOfAStatusOnPurpose(Place place, MethodType kind, Point point) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      chain.notes.script(
          throwing(point, () -> RpcException.of(Status.Code.NOT_FOUND, "no such note")));
      ClientSide<?, ?> call = whole(chain.channel(), kind);

      assertEnd(chain, call, kind, Status.Code.NOT_FOUND);
      assertThat(call.end().getStatus().getDescription()).isEqualTo("no such note");
      assertThat(chain.reports()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfOnError(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      IllegalStateException bug = new IllegalStateException(TEXT);
      chain.notes.script(
          (point, call) -> {
            if (point == Point.HALF_CLOSE) {
              ScriptedNotes.onError(call, bug);
              throw bug;
            }
            return true;
          });
      ClientSide<?, ?> call = whole(chain.channel(), kind);

      assertEnd(chain, call, kind, Status.Code.INTERNAL);
      assertThat(chain.reports()).hasSize(1);
    }
  }

  /** A status without a text looks like an exception without a status. */
  @ParameterizedTest
  @MethodSource("everywhere")
  void keepTheTrailersOfAnUnknownStatus(Place place, MethodType kind) throws Exception {
    Metadata.Key<String> key = Metadata.Key.of("x-note", Metadata.ASCII_STRING_MARSHALLER);
    Metadata trailers = new Metadata();
    trailers.put(key, "kept");
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      chain.notes.script(
          throwing(Point.HALF_CLOSE, () -> Status.UNKNOWN.asRuntimeException(trailers)));
      ClientSide<?, ?> call = whole(chain.channel(), kind);

      assertEnd(chain, call, kind, Status.Code.UNKNOWN);
      assertThat(call.end().getTrailers().get(key)).isEqualTo("kept");
      assertThat(chain.reports()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfAMissingResponse(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      chain.notes.script(
          (point, call) -> {
            if (point == Point.HALF_CLOSE) {
              call.close(Status.OK, new Metadata());
            }
            return point != Point.HALF_CLOSE;
          });
      ClientSide<?, ?> call = whole(chain.channel(), kind);

      assertEnd(
          chain, call, kind, kind.serverSendsOneMessage() ? Status.Code.INTERNAL : Status.Code.OK);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfOneResponseTooMany(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      chain.notes.script(
          (point, call) -> {
            if (point == Point.HALF_CLOSE) {
              ScriptedNotes.answer(call);
            }
            return true;
          });
      ClientSide<?, ?> call = whole(chain.channel(), kind);

      assertEnd(
          chain, call, kind, kind.serverSendsOneMessage() ? Status.Code.INTERNAL : Status.Code.OK);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfARefusalWithoutToken(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      assertEnd(chain, whole(chain.withoutToken(), kind), kind, Status.Code.UNAUTHENTICATED);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfARefusalOfABadToken(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      String token = "not-a-token-but-secret";
      ClientSide<?, ?> call = whole(chain.with(token), kind);

      assertEnd(chain, call, kind, Status.Code.UNAUTHENTICATED);
      assertThat(call.end().getTrailers().toString()).doesNotContain(token);
      assertThat(chain.logged)
          .extracting(ILoggingEvent::getFormattedMessage)
          .noneMatch(text -> text.contains(token));
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfARefusalWithoutPermission(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      String line =
          assertEnd(
              chain, whole(chain.withoutPermission(), kind), kind, Status.Code.PERMISSION_DENIED);
      assertThat(line).contains("principal=eve");
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfARefusalByALimit(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      CountDownLatch held = new CountDownLatch(1);
      chain.notes.script(
          (point, call) -> {
            if (point == Point.HALF_CLOSE) {
              held.countDown();
            }
            return point != Point.HALF_CLOSE;
          });
      ClientSide<?, ?> first = ClientSide.probe(chain.channel());
      assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
      ClientSide<?, ?> call = whole(chain.channel(), kind);
      assertThat(call.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      first.cancel();

      assertEnd(chain, call, kind, Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfABadRequest(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      ClientSide<?, ?> call =
          ClientSide.start(chain.channel(), kind, CallOptions.DEFAULT, WholeChain.BAD);
      call.send();
      call.halfClose();

      assertEnd(chain, call, kind, Status.Code.INVALID_ARGUMENT);
      assertThat(chain.reports()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfTheServersLimit(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      CompletableFuture<Point> told = new CompletableFuture<>();
      ClientSide<?, ?> call = held(chain, kind, CallOptions.DEFAULT, told);
      chain.clock.advance(WholeChain.LIMIT);

      assertEnd(chain, call, kind, Status.Code.DEADLINE_EXCEEDED);
      assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo(Point.CANCEL);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfTheCallersDeadline(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      // Both sides count from about the same moment once there is a connection.
      ClientSide.probe(chain.withoutToken()).end();
      CompletableFuture<Point> told = new CompletableFuture<>();
      ClientSide<?, ?> call =
          held(chain, kind, CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS), told);

      assertThat(call.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      // The caller's reset may be here before the server's own timer, on a busy machine.
      Status.Code logged = chain.awaitEnd(method(kind));
      assertThat(logged).isIn(Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED);
      assertTold(chain, call, kind, logged);
      assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo(Point.CANCEL);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfACancellation(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      CompletableFuture<Point> told = new CompletableFuture<>();
      ClientSide<?, ?> call = held(chain, kind, CallOptions.DEFAULT, told);
      call.cancel();

      assertEnd(chain, call, kind, Status.Code.CANCELLED);
      assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo(Point.CANCEL);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tellOfACancellationBeforeTheFirstMessage(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      CountDownLatch started = new CountDownLatch(1);
      chain.notes.script(
          (point, call) -> {
            started.countDown();
            return true;
          });
      ClientSide<?, ?> call = ClientSide.start(chain.channel(), kind, CallOptions.DEFAULT, "x");
      if (kind.clientSendsOneMessage()) {
        call.send(); // Transports begin such a call with its message.
      }
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
      call.cancel();

      assertEnd(chain, call, kind, Status.Code.CANCELLED);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void reportABugInOnCancelOnce(Place place, MethodType kind) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      CountDownLatch held = new CountDownLatch(1);
      chain.notes.script(
          (point, call) -> {
            if (point == Point.HALF_CLOSE) {
              held.countDown();
            }
            if (point == Point.CANCEL) {
              throw new IllegalStateException(TEXT);
            }
            return point != Point.HALF_CLOSE;
          });
      ClientSide<?, ?> call = whole(chain.channel(), kind);
      assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
      call.cancel();

      assertEnd(chain, call, kind, Status.Code.CANCELLED);
      assertThat(chain.reports()).hasSize(1);
    }
  }

  private static Script throwing(
      Point where, java.util.function.Supplier<RuntimeException> failure) {
    return (point, call) -> {
      if (point == where) {
        throw failure.get();
      }
      return point != Point.HALF_CLOSE;
    };
  }

  /** A call whose handler has got everything and does not answer. */
  private static ClientSide<?, ?> held(
      WholeChain chain, MethodType kind, CallOptions options, CompletableFuture<Point> told)
      throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    chain.notes.script(
        (point, call) -> {
          if (point == Point.HALF_CLOSE) {
            held.countDown();
          } else if (point == Point.CANCEL) {
            told.complete(point);
          }
          return point != Point.HALF_CLOSE;
        });
    ClientSide<?, ?> call = ClientSide.start(chain.channel(), kind, options, "x");
    call.send();
    call.halfClose();
    assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
    return call;
  }

  private static ClientSide<?, ?> whole(Channel channel, MethodType kind) {
    ClientSide<?, ?> call = ClientSide.start(channel, kind, CallOptions.DEFAULT, "x");
    call.send();
    call.halfClose();
    return call;
  }

  private static String method(MethodType kind) {
    return switch (kind) {
      case UNARY -> NoteService.WRITE;
      case CLIENT_STREAMING -> NoteService.WRITE_ALL;
      case SERVER_STREAMING -> NoteService.READ;
      default -> NoteService.CHAT;
    };
  }

  private static String assertEnd(
      WholeChain chain, ClientSide<?, ?> call, MethodType kind, Status.Code code) {
    assertThat(call.code()).as("the caller's status").isEqualTo(code);
    return assertTold(chain, call, kind, code);
  }

  private static String assertTold(
      WholeChain chain, ClientSide<?, ?> call, MethodType kind, Status.Code code) {
    String line = chain.assertAllTell(method(kind), code);
    if (call.requestId() != null) {
      assertThat(line).contains("request_id=" + call.requestId());
    } else {
      assertThat(List.of(Status.Code.CANCELLED, Status.Code.DEADLINE_EXCEEDED)).contains(code);
    }
    chain.assertSlotsAreFree();
    return line;
  }
}
