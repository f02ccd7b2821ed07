package dev.grapnel.testing.assertion;

import static dev.grapnel.testing.assertion.Failures.assertFails;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static dev.grapnel.testing.assertion.Users.ANA;
import static dev.grapnel.testing.assertion.Users.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.util.concurrent.SettableFuture;
import com.google.rpc.ErrorInfo;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.user.User;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallAssertTest {

  private static final ErrorInfo NOT_YOURS = ErrorInfo.newBuilder().setReason("NOT_YOURS").build();

  @ParameterizedTest
  @EnumSource
  void passesOnTheResponse(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      assertThatCall(() -> users.blocking().getUser(id(1)))
          .succeeds()
          .returns(ANA)
          .satisfiesResponse(user -> assertThat(user.getName()).isEqualTo("Ana"));
      assertThatCall(() -> users.future().getUser(id(1))).returns(ANA);
      assertThatCall(() -> users.blockingV2().getUser(id(1))).returns(ANA);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheWrongResponse(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      assertFails(
          () -> assertThatCall(() -> users.blocking().getUser(id(2))).returns(ANA),
          "user.UserService/GetUser returned the wrong response",
          "  expected: User{id: 1 name: \"Ana\"}",
          "   but was: User{id: 2 name: \"Ana\"}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void passesOnTheFailure(Users.Wire wire) {
    try (Users users = Users.over(wire).failing(Status.Code.NOT_FOUND, "no user 7")) {
      assertThatCall(() -> users.blocking().getUser(id(7)))
          .failsWith(Status.Code.NOT_FOUND)
          .hasDescription("no user 7")
          .hasNoDetails();
      assertThatCall(() -> users.future().getUser(id(7))).failsWith(Status.Code.NOT_FOUND);
      assertThatCall(() -> users.blockingV2().getUser(id(7))).failsWith(Status.Code.NOT_FOUND);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheWrongStatusWithItsDetails(Users.Wire wire) {
    RpcException refused =
        RpcException.of(Status.Code.PERMISSION_DENIED, "wallet of another user", NOT_YOURS);
    try (Users users = Users.over(wire).failing(refused)) {
      assertFails(
              () ->
                  assertThatCall(() -> users.blocking().getUser(id(7)))
                      .failsWith(Status.Code.NOT_FOUND),
              "user.UserService/GetUser ended with the wrong status",
              "  expected: NOT_FOUND",
              "   but was: PERMISSION_DENIED: wallet of another user",
              "   details: ErrorInfo{reason: \"NOT_YOURS\"}")
          .hasCauseInstanceOf(StatusRuntimeException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsFailureWhereSuccessWasExpected(Users.Wire wire) {
    RpcException refused = RpcException.of(Status.Code.PERMISSION_DENIED, "not yours", NOT_YOURS);
    try (Users users = Users.over(wire).failing(refused)) {
      assertFails(
              () -> assertThatCall(() -> users.future().getUser(id(1))).returns(ANA),
              "user.UserService/GetUser failed where success was expected",
              "  expected: User{id: 1 name: \"Ana\"}",
              "   but was: PERMISSION_DENIED: not yours",
              "   details: ErrorInfo{reason: \"NOT_YOURS\"}")
          .hasCauseInstanceOf(StatusRuntimeException.class);
      assertFails(
          () -> assertThatCall(() -> users.blocking().getUser(id(1))).succeeds(),
          "user.UserService/GetUser failed where success was expected",
          "  expected: OK",
          "   but was: PERMISSION_DENIED: not yours",
          "   details: ErrorInfo{reason: \"NOT_YOURS\"}");
      assertFails(
          () ->
              assertThatCall(() -> users.blocking().getUser(id(1)))
                  .satisfiesResponse(user -> assertThat(user).isNotNull()),
          "user.UserService/GetUser failed where success was expected",
          "  expected: a response",
          "   but was: PERMISSION_DENIED: not yours",
          "   details: ErrorInfo{reason: \"NOT_YOURS\"}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsSuccessWhereFailureWasExpected(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      assertFails(
              () ->
                  assertThatCall(() -> users.blocking().getUser(id(1)))
                      .failsWith(Status.Code.NOT_FOUND),
              "user.UserService/GetUser succeeded where a failure was expected",
              "  expected: NOT_FOUND",
              "   but was: OK",
              "  response: User{id: 1 name: \"Ana\"}")
          .hasNoCause();
    }
  }

  @Test
  void requirementsOnTheResponseFailWithTheirOwnText() {
    AssertionError own = new AssertionError("own text");
    assertFails(
            () ->
                assertThatCall(() -> ANA)
                    .satisfiesResponse(
                        user -> {
                          throw own;
                        }),
            "own text")
        .isSameAs(own);
  }

  @Test
  void codeThatReturnsNothingIsACallToo() {
    try (Users users = Users.over(Users.Wire.IN_PROCESS)) {
      assertThatCall(() -> touch(users)).succeeds();
      users.failing(Status.Code.NOT_FOUND, "gone");
      assertThatCall(() -> touch(users)).failsWith(Status.Code.NOT_FOUND);
      assertFails(
          () -> assertThatCall(() -> touch(users)).succeeds(),
          "user.UserService/GetUser failed where success was expected",
          "  expected: OK",
          "   but was: NOT_FOUND: gone");
    }
  }

  private static void touch(Users users) {
    assertThat(users.blocking().getUser(id(1)).getId()).isEqualTo(1);
  }

  @Test
  void withoutTrackerItIsTheCall() {
    try (Users users = Users.over(Users.Wire.LOOPBACK);
        Users.Untracked untracked = users.untracked()) {
      assertFails(
          () -> assertThatCall(() -> untracked.stub().getUser(id(2))).returns(ANA),
          "the call returned the wrong response",
          "  expected: User{id: 1 name: \"Ana\"}",
          "   but was: User{id: 2 name: \"Ana\"}");
    }
  }

  @Test
  void descriptionLeadsTheTextAndGoesOnToTheFailure() {
    assertFails(
        () -> assertThatCall(() -> ANA).as("100%% of %s", "Ana").returns(Users.BO),
        "[100% of Ana] the call returned the wrong response",
        "  expected: User{id: 2 name: \"Bo\"}",
        "   but was: User{id: 1 name: \"Ana\"}");
    Callable<User> failing =
        () -> {
          throw Status.NOT_FOUND.asRuntimeException();
        };
    assertFails(
        () ->
            assertThatCall(failing)
                .as("100%")
                .failsWith(Status.Code.NOT_FOUND)
                .hasDescription("no user"),
        "[100%] the call ended with the wrong description",
        "  expected: \"no user\"",
        "   but was: (none)");
  }

  @Test
  void textOfTheTestReplacesTheWhole() {
    Callable<User> failing =
        () -> {
          throw Status.NOT_FOUND.asRuntimeException();
        };
    assertFails(
            () -> assertThatCall(failing).withFailMessage("Ana must be there").returns(ANA),
            "Ana must be there")
        .hasCauseInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void whatIsNoFailureOfGrpcFailsTheAssertion() {
    IllegalStateException broken = new IllegalStateException("broken");
    Callable<User> failing =
        () -> {
          throw broken;
        };
    assertFails(
            () -> assertThatCall(failing).failsWith(Status.Code.UNKNOWN),
            "the call threw what is no failure of gRPC",
            "  expected: UNKNOWN",
            "   but was: java.lang.IllegalStateException: broken")
        .cause()
        .isSameAs(broken);
    assertFails(
        () -> assertThatCall(failing).returns(ANA),
        "the call threw what is no failure of gRPC",
        "  expected: User{id: 1 name: \"Ana\"}",
        "   but was: java.lang.IllegalStateException: broken");
  }

  @Test
  void wrappersOfFuturesAreTakenOff() {
    StatusException inner = Status.ABORTED.asException();
    Future<User> failed = CompletableFuture.failedFuture(new CompletionException(inner));
    assertThatCall(() -> failed).failsWith(Status.Code.ABORTED).isSameAs(inner);

    IllegalStateException broken = new IllegalStateException("broken");
    Future<User> odd = CompletableFuture.failedFuture(broken);
    assertFails(
            () -> assertThatCall(() -> odd).failsWith(Status.Code.ABORTED),
            "the call threw what is no failure of gRPC",
            "  expected: ABORTED",
            "   but was: java.lang.IllegalStateException: broken")
        .cause()
        .isSameAs(broken);
  }

  @Test
  void futureThatNeverEndsIsCancelled() {
    SettableFuture<User> never = SettableFuture.create();
    assertFails(
        () -> new CallAssert<>(Outcome.<User>of(all -> all.add(awaitShortly(never)))).returns(ANA),
        "the call did not end in time",
        "  expected: User{id: 1 name: \"Ana\"}",
        "   but was: no response within 10 ms");
    assertThat(never).isCancelled();
  }

  @Test
  void nullIsNoResponse() {
    Callable<User> nothing = () -> null;
    assertFails(
        () -> assertThatCall(nothing).succeeds(),
        "the call threw what is no failure of gRPC",
        "  expected: OK",
        "   but was: java.lang.IllegalStateException: the code under test gave null: expected a"
            + " response");
  }

  @Test
  void errorsGoThrough() {
    AssertionError own = new AssertionError("own");
    Callable<User> failing =
        () -> {
          throw own;
        };
    assertFails(() -> assertThatCall(failing).succeeds(), "own").isSameAs(own);
  }

  @Test
  void interruptionOfTheTestIsKept() {
    Callable<User> interrupted =
        () -> {
          throw new InterruptedException();
        };
    assertFails(
        () -> assertThatCall(interrupted).succeeds(),
        "the call threw what is no failure of gRPC",
        "  expected: OK",
        "   but was: java.lang.InterruptedException");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void okIsNoFailure() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThatCall(() -> ANA).failsWith(Status.Code.OK))
        .withMessage("OK is no failure: expected another code, or succeeds()");
  }

  @Test
  void longMessagesArePrintedInLines() {
    User verbose = ANA.toBuilder().setName("A".repeat(60)).setEmail("ü".repeat(60)).build();
    assertFails(
        () -> assertThatCall(() -> ANA).returns(verbose),
        "the call returned the wrong response",
        "  expected: User{",
        "              id: 1",
        "              name: \"" + "A".repeat(60) + "\"",
        "              email: \"" + "ü".repeat(60) + "\"",
        "            }",
        "   but was: User{id: 1 name: \"Ana\"}");
  }

  private static User awaitShortly(Future<User> future) throws Exception {
    return Outcome.await(future, Duration.ofMillis(10));
  }
}
