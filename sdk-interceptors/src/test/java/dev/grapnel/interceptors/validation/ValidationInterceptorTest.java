package dev.grapnel.interceptors.validation;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.BadRequest;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.interceptors.test.validation.v1.Line;
import dev.grapnel.interceptors.test.validation.v1.Order;
import dev.grapnel.interceptors.test.validation.v1.OrderServiceGrpc;
import dev.grapnel.interceptors.test.validation.v1.OrderServiceGrpc.OrderServiceStub;
import dev.grapnel.interceptors.test.validation.v1.Receipt;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Validators in Java, and what becomes of a call with a bad message. */
class ValidationInterceptorTest {

  private static final Order GOOD = Order.newBuilder().setCustomer("ana").build();
  private static final Order BAD = Order.getDefaultInstance();

  private final OrderService service = new OrderService();
  private final Closes closes = new Closes();

  private GRPCTestClient client(OrderService handler, ValidationInterceptor validation) {
    return GRPCTestClient.builder()
        .addService(handler)
        .addInterceptor(closes)
        .addInterceptor(validation)
        .build()
        .start();
  }

  private GRPCTestClient client(ValidationInterceptor validation) {
    return client(service, validation);
  }

  private static OrderServiceStub stub(GRPCTestClient client) {
    return client.stub(OrderServiceGrpc::newStub);
  }

  private static ValidationInterceptor.Builder named() {
    return ValidationInterceptor.builder()
        .addValidator(
            Order.class,
            (order, violations) ->
                violations.check(!order.getCustomer().isEmpty(), "customer", "must not be empty"));
  }

  @ParameterizedTest
  @EnumSource
  void letsGoodMessagesOfEachKindPass(OrderCall kind) {
    try (var client = client(named().build())) {
      assertThat(kind.call(stub(client), GOOD))
          .hasReceived(OrderService.receipt(1))
          .completesNormally();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesABadMessageOfEachKind(OrderCall kind) throws Exception {
    try (var client = client(named().build())) {
      assertThat(kind.call(stub(client), BAD))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasDescription("customer must not be empty")
          .hasFieldViolation("customer", "must not be empty");
      closes.awaitEnd();
      assertThat(closes.codes).containsExactly(Status.Code.INVALID_ARGUMENT);
      if (kind.streamsRequests()) {
        assertThat(service.events).containsExactly("cancelled");
      } else {
        assertThat(service.events).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CLIENT_STREAMING", "BIDI_STREAMING"})
  void checksEachMessageOfAStream(OrderCall kind) throws Exception {
    try (var client = client(named().build())) {
      StreamRecorder<Receipt> receipts = StreamRecorder.create();
      StreamObserver<Order> orders =
          kind == OrderCall.CLIENT_STREAMING
              ? stub(client).placeAll(receipts)
              : stub(client).trade(receipts);
      orders.onNext(GOOD);
      orders.onNext(GOOD);
      orders.onNext(BAD);
      orders.onNext(GOOD);
      orders.onCompleted();

      assertThat(receipts).failsWith(Status.Code.INVALID_ARGUMENT);
      closes.awaitEnd();
      assertThat(service.events).containsExactly("order", "order", "cancelled");
      assertThat(closes.codes).containsExactly(Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void runsAllValidatorsOfATypeAndTellsAllTheyFind() {
    var both =
        named()
            .addValidator(
                Order.class,
                (order, violations) ->
                    violations
                        .check(order.getDivisor() > 0, "divisor", "must be above zero")
                        .check(order.getLinesCount() > 0, "lines", "must not be empty"))
            .addValidator(Line.class, (line, violations) -> violations.add("none", "of these"))
            .build();
    try (var client = client(both)) {
      assertThat(OrderCall.UNARY.call(stub(client), BAD))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasDescription(
              "customer must not be empty; divisor must be above zero; lines must not be empty")
          .hasFieldViolations("customer", "divisor", "lines");
    }
  }

  @ParameterizedTest
  @EnumSource
  void failsTheCallIfAValidatorThrows(OrderCall kind) throws Exception {
    var broken =
        ValidationInterceptor.builder()
            .addValidator(
                Order.class,
                (order, violations) -> {
                  violations.add("customer", "is not known");
                  throw new AssertionError("secret");
                })
            .build();
    try (var client = client(broken)) {
      assertThat(kind.call(stub(client), GOOD))
          .failsWith(Status.Code.INTERNAL)
          .hasDescriptionContaining("request id");
      closes.awaitEnd();
      assertThat(closes.codes).containsExactly(Status.Code.INTERNAL);
      assertThat(service.events).doesNotContain("order", "end");
    }
  }

  @Test
  void keepsTheStatusThatAValidatorThrows() {
    var closed =
        ValidationInterceptor.builder()
            .addValidator(
                Order.class,
                (order, violations) -> {
                  throw RpcException.of(Status.Code.FAILED_PRECONDITION, "the shop is closed");
                })
            .build();
    try (var client = client(closed)) {
      assertThat(OrderCall.UNARY.call(stub(client), GOOD))
          .failsWith(Status.Code.FAILED_PRECONDITION)
          .hasDescription("the shop is closed");
    }
  }

  @Test
  void keepsTrailersSmallAndTextsPlain() {
    var verbose =
        ValidationInterceptor.builder()
            .maxViolations(1000)
            .addValidator(
                Order.class,
                (order, violations) -> {
                  for (int i = 0; i < 10_000; i++) {
                    violations.add("field\r\n" + i + "ä".repeat(500), "€".repeat(1000));
                  }
                })
            .build();
    try (var client = client(verbose)) {
      assertThat(OrderCall.UNARY.call(stub(client), GOOD))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasDescriptionContaining(" more)")
          .hasDetailOfType(
              BadRequest.class,
              details -> {
                assertThat(details.getFieldViolationsCount()).isPositive();
                assertThat(details.getSerializedSize()).isLessThan(4096);
                assertThat(details.getFieldViolations(0).getField()).startsWith("field  0ä");
              });
    }
  }

  @Test
  void tellsNoMoreViolationsThanWanted() {
    var many =
        ValidationInterceptor.builder()
            .maxViolations(2)
            .addValidator(
                Order.class,
                (order, violations) -> violations.add("a", "x").add("b", "x").add("c", "x"))
            .build();
    try (var client = client(many)) {
      assertThat(OrderCall.UNARY.call(stub(client), GOOD))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasDescription("a x; b x (and 1 more)")
          .hasFieldViolations("a", "b");
    }
  }

  @Test
  void makesWhatAHandlerStillSendsGoNowhere() throws Exception {
    CountDownLatch sentAfterwards = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    OrderService busy =
        new OrderService() {
          @Override
          public StreamObserver<Order> trade(StreamObserver<Receipt> responses) {
            var call = (ServerCallStreamObserver<Receipt>) responses;
            call.setOnCancelHandler(
                () -> {
                  try {
                    assertThat(call.isReady()).isFalse();
                    call.onNext(receipt(1));
                    call.onCompleted();
                  } catch (Throwable failure) {
                    thrown.set(failure);
                  }
                  sentAfterwards.countDown();
                });
            return super.trade(responses);
          }
        };
    try (var client = client(busy, named().build())) {
      assertThat(OrderCall.BIDI_STREAMING.call(stub(client), BAD))
          .failsWith(Status.Code.INVALID_ARGUMENT);
      assertThat(sentAfterwards.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(thrown).hasValue(null);
      assertThat(closes.codes).containsExactly(Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void dropsABadMessageAfterTheHandlerHasEndedTheCall() throws Exception {
    OrderService impatient =
        new OrderService() {
          @Override
          public StreamObserver<Order> trade(StreamObserver<Receipt> responses) {
            responses.onNext(receipt(0));
            responses.onCompleted();
            return super.trade(responses);
          }
        };
    try (var client = client(impatient, named().build())) {
      assertThat(OrderCall.BIDI_STREAMING.call(stub(client), BAD))
          .hasReceived(OrderService.receipt(0))
          .completesNormally();
      closes.awaitEnd();
      assertThat(closes.codes).containsExactly(Status.Code.OK);
    }
  }

  @Test
  void passesCancellationAndDeadlinesOn() throws Exception {
    try (var client = client(named().build())) {
      StreamRecorder<Receipt> cancelled = StreamRecorder.create();
      stub(client).trade(cancelled).onNext(GOOD);
      service.awaitOrder();
      cancelled.cancel();
      closes.awaitEnd();
      assertThat(service.events).endsWith("cancelled");
      StreamRecorder<Receipt> late = StreamRecorder.create();
      stub(client).withDeadlineAfter(50, TimeUnit.MILLISECONDS).trade(late).onNext(GOOD);
      assertThat(late).failsWith(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void tellsAllThatIsWrongWithItsSettings() {
    assertThatThrownBy(() -> ValidationInterceptor.builder().maxViolations(0).build())
        .isInstanceOfSatisfying(
            ConfigException.class,
            failure ->
                assertThat(failure.problems())
                    .containsExactly(
                        "nothing would be validated: expected protovalidate() or addValidator(...)",
                        "maxViolations is 0: expected 1 to 1000"));
  }
}
