package dev.grapnel.interceptors.validation;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.BadRequest;
import dev.grapnel.interceptors.test.validation.v1.BrokenServiceGrpc;
import dev.grapnel.interceptors.test.validation.v1.Fine;
import dev.grapnel.interceptors.test.validation.v1.Line;
import dev.grapnel.interceptors.test.validation.v1.Order;
import dev.grapnel.interceptors.test.validation.v1.OrderServiceGrpc;
import dev.grapnel.interceptors.test.validation.v1.OrderServiceGrpc.OrderServiceStub;
import dev.grapnel.interceptors.test.validation.v1.Outer;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules in the schema. */
class ProtovalidateTest {

  private static final Order GOOD =
      Order.newBuilder()
          .setCustomer("ana")
          .addLines(Line.newBuilder().setArticle("book").setCount(1))
          .putDiscounts("book", 10)
          .build();

  private final OrderService service = new OrderService();
  private final Closes closes = new Closes();

  private GRPCTestClient client(ValidationInterceptor validation) {
    return GRPCTestClient.builder()
        .addService(service)
        .addInterceptor(closes)
        .addInterceptor(validation)
        .build()
        .start();
  }

  private static OrderServiceStub stub(GRPCTestClient client) {
    return client.stub(OrderServiceGrpc::newStub);
  }

  @ParameterizedTest
  @EnumSource
  void letsGoodMessagesPassAndTellsAllThatIsBad(OrderCall kind) throws Exception {
    Order bad =
        Order.newBuilder()
            .setCustomer("a")
            .addLines(Line.newBuilder().setArticle("book").setCount(1))
            .addLines(Line.newBuilder().setArticle("Book").setCount(0))
            .putDiscounts("x", 99)
            .build();
    try (var client = client(ValidationInterceptor.protovalidate())) {
      assertThat(kind.call(stub(client), GOOD)).hasReceived(OrderService.receipt(1));
      service.events.clear();
      assertThat(kind.call(stub(client), bad))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasFieldViolation("customer", "must be at least 3 characters")
          .hasFieldViolation("discounts[\"x\"]", "key must be at least 2 characters")
          .hasFieldViolations(
              "customer",
              "lines[1].article",
              "lines[1].count",
              "discounts[\"x\"]",
              "discounts[\"x\"]");
      assertThat(service.events).doesNotContain("order", "end");
      assertThat(closes.codes).containsExactly(Status.Code.OK, Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void tellsRulesOfAWholeMessage() {
    Order bad = GOOD.toBuilder().setCustomer("nobody").build();
    try (var client = client(ValidationInterceptor.protovalidate())) {
      assertThat(OrderCall.UNARY.call(stub(client), bad))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasDescription("a customer called nobody orders nothing")
          .hasFieldViolations("");
    }
  }

  @Test
  void findsOnlyTheFirstViolationOfALargeMessage() {
    Order.Builder bad = GOOD.toBuilder();
    for (int i = 0; i < 20_000; i++) {
      bad.addNumbers(-1);
    }
    try (var client = client(ValidationInterceptor.protovalidate())) {
      assertThat(OrderCall.UNARY.call(stub(client), bad.build()))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasDetailOfType(
              BadRequest.class,
              details -> {
                assertThat(details.getFieldViolationsCount()).isEqualTo(1);
                assertThat(details.getFieldViolations(0).getField()).isEqualTo("numbers[0]");
              });
    }
  }

  @ParameterizedTest
  @EnumSource
  void neverLetsAMessagePassWhoseRulesFail(OrderCall kind) throws Exception {
    Order dividesByZero = GOOD.toBuilder().setDivisor(42).build();
    try (var client = client(ValidationInterceptor.protovalidate())) {
      assertThat(kind.call(stub(client), dividesByZero))
          .failsWith(Status.Code.INTERNAL)
          .hasDescriptionContaining("request id");
      closes.awaitEnd();
      assertThat(closes.codes).containsExactly(Status.Code.INTERNAL);
      assertThat(service.events).doesNotContain("order", "end");
    }
  }

  @Test
  void runsValidatorsInJavaOnlyOnMessagesThatKeepTheRules() {
    AtomicInteger runs = new AtomicInteger();
    var both =
        ValidationInterceptor.builder()
            .addValidator(
                Order.class,
                (order, violations) -> {
                  runs.incrementAndGet();
                  violations.add("customer", "is not known");
                })
            .protovalidate()
            .build();
    try (var client = client(both)) {
      assertThat(OrderCall.UNARY.call(stub(client), Order.getDefaultInstance()))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasFieldViolation("customer", "must be at least 3 characters");
      assertThat(runs).hasValue(0);
      assertThat(OrderCall.UNARY.call(stub(client), GOOD))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasFieldViolation("customer", "is not known");
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void namesRulesThatDoNotCompileByMessageAndField() {
    var validation = ValidationInterceptor.protovalidate();
    assertThat(validation.problems(List.of(new OrderService().bindService()))).isEmpty();

    List<String> problems = validation.problems(List.of(new Broken().bindService()));

    assertThat(problems).hasSize(2).noneMatch(problem -> problem.contains("\n"));
    assertThat(problems)
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith(
                        "the validation rules of grapnel.interceptors.test.validation.v1.Outer.Inner.wrong do not compile: ")
                    .contains("undeclared reference to 'nothing'"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith(
                        "the validation rules of grapnel.interceptors.test.validation.v1.BrokenRule do not compile: "));
  }

  @Test
  void keepsAServerFromStartingWhoseRulesDoNotCompile() {
    assertThatThrownBy(
            () ->
                GRPCTestClient.builder()
                    .addService(new Broken())
                    .addInterceptor(ValidationInterceptor.protovalidate())
                    .build())
        .hasMessageContaining("Outer.Inner.wrong do not compile");
  }

  @Test
  void letsNothingPassWhereNobodyAskedWhetherRulesCompile() {
    var validation = ValidationInterceptor.protovalidate();
    GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(new Broken())
            .addInterceptor(
                // Not known as one that wants to see the services, as in plain grpc-java.
                new ServerInterceptor() {
                  @Override
                  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
                      ServerCall<ReqT, RespT> call,
                      Metadata headers,
                      ServerCallHandler<ReqT, RespT> next) {
                    return validation.interceptCall(call, headers, next);
                  }
                })
            .build()
            .start();
    try (client) {
      var stub = client.stub(BrokenServiceGrpc::newBlockingStub);
      assertThatCall(() -> stub.break_(Outer.getDefaultInstance())).failsWith(Status.Code.INTERNAL);
      assertThat(stub.work(Fine.getDefaultInstance())).isEqualTo(Fine.getDefaultInstance());
    }
  }

  private static final class Broken extends BrokenServiceGrpc.BrokenServiceImplBase {

    @Override
    public void break_(Outer request, StreamObserver<Fine> responses) {
      responses.onCompleted();
    }

    @Override
    public void work(Fine request, StreamObserver<Fine> responses) {
      responses.onNext(request);
      responses.onCompleted();
    }
  }
}
