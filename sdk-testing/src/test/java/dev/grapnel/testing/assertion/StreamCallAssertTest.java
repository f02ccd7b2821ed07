package dev.grapnel.testing.assertion;

import static dev.grapnel.testing.assertion.Failures.assertFails;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static dev.grapnel.testing.assertion.Users.ANA;
import static dev.grapnel.testing.assertion.Users.BO;
import static dev.grapnel.testing.assertion.Users.CY;
import static dev.grapnel.testing.assertion.Users.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.testing.user.User;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamCallAssertTest {

  @ParameterizedTest
  @EnumSource
  void passesOnTheMessages(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      assertThatCall(() -> users.blocking().listUsers(first(3)))
          .succeeds()
          .returns(ANA, BO, CY)
          .satisfiesResponses(all -> assertThat(all).extracting(User::getId).contains(2));
      assertThatCall(() -> users.blockingV2().listUsers(first(2))).returns(ANA, BO);
      assertThatCall(() -> users.blocking().listUsers(first(0))).returns();
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheFirstDifference(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      assertFails(
          () -> assertThatCall(() -> users.blocking().listUsers(first(2))).returns(ANA, CY, BO),
          "user.UserService/ListUsers brought the wrong messages, first difference at index 1",
          "  expected: [0] User{id: 1 name: \"Ana\"}",
          "            [1] User{id: 3 name: \"Cy\"}",
          "            [2] User{id: 2 name: \"Bo\"}",
          "   but was: [0] User{id: 1 name: \"Ana\"}",
          "            [1] User{id: 2 name: \"Bo\"}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void passesOnTheFailureAfterMessages(Users.Wire wire) {
    try (Users users = Users.over(wire).failing(Status.Code.UNAVAILABLE, "gone")) {
      assertThatCall(() -> users.blocking().listUsers(first(2)))
          .failsWith(Status.Code.UNAVAILABLE)
          .hasDescription("gone")
          .afterMessages(ANA, BO)
          .hasNoDetails();
      assertThatCall(() -> users.blockingV2().listUsers(first(2)))
          .failsWith(Status.Code.UNAVAILABLE)
          .afterMessages(ANA, BO)
          .isInstanceOf(StatusException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsOtherMessagesBeforeTheFailure(Users.Wire wire) {
    try (Users users = Users.over(wire).failing(Status.Code.UNAVAILABLE, "gone")) {
      assertFails(
              () ->
                  assertThatCall(() -> users.blocking().listUsers(first(1)))
                      .as("list")
                      .failsWith(Status.Code.UNAVAILABLE)
                      .afterMessages(),
              "[list] user.UserService/ListUsers brought the wrong messages, first difference at"
                  + " index 0",
              "  expected: (no messages)",
              "   but was: [0] User{id: 1 name: \"Ana\"}")
          .hasCauseInstanceOf(StatusRuntimeException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsFailureWhereSuccessWasExpected(Users.Wire wire) {
    try (Users users = Users.over(wire).failing(Status.Code.UNAVAILABLE, "gone")) {
      assertFails(
              () -> assertThatCall(() -> users.blocking().listUsers(first(1))).returns(ANA, BO),
              "user.UserService/ListUsers failed where success was expected",
              "  expected: [0] User{id: 1 name: \"Ana\"}",
              "            [1] User{id: 2 name: \"Bo\"}",
              "   but was: UNAVAILABLE: gone",
              "  messages: [0] User{id: 1 name: \"Ana\"}")
          .hasCauseInstanceOf(StatusRuntimeException.class);
      assertFails(
          () -> assertThatCall(() -> users.blocking().listUsers(first(0))).succeeds(),
          "user.UserService/ListUsers failed where success was expected",
          "  expected: OK",
          "   but was: UNAVAILABLE: gone",
          "  messages: (no messages)");
      assertFails(
          () ->
              assertThatCall(() -> users.blocking().listUsers(first(0)))
                  .satisfiesResponses(all -> assertThat(all).isEmpty()),
          "user.UserService/ListUsers failed where success was expected",
          "  expected: a stream of messages, then OK",
          "   but was: UNAVAILABLE: gone",
          "  messages: (no messages)");
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsSuccessWhereFailureWasExpected(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      assertFails(
          () ->
              assertThatCall(() -> users.blocking().listUsers(first(1)))
                  .failsWith(Status.Code.UNAVAILABLE),
          "user.UserService/ListUsers succeeded where a failure was expected",
          "  expected: UNAVAILABLE",
          "   but was: OK",
          "  messages: [0] User{id: 1 name: \"Ana\"}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheWrongStatus(Users.Wire wire) {
    try (Users users = Users.over(wire).failing(Status.Code.UNAVAILABLE, "gone")) {
      assertFails(
          () ->
              assertThatCall(() -> users.blocking().listUsers(first(1)))
                  .failsWith(Status.Code.ABORTED),
          "user.UserService/ListUsers ended with the wrong status",
          "  expected: ABORTED",
          "   but was: UNAVAILABLE: gone");
    }
  }

  @Test
  void longListsAreShownAroundTheDifference() {
    User[] all = IntStream.range(0, 30).mapToObj(i -> Users.user(i, "u")).toArray(User[]::new);
    AssertionError error =
        catchThrowableOfType(
            AssertionError.class, () -> assertThatCall(() -> iterator(20, all)).returns(all));
    assertThat(error)
        .message()
        .startsWith("the call brought the wrong messages, first difference at index 20\n")
        .contains("  expected: (17 before)\n            [17] User{id: 17 name: \"u\"}\n")
        .contains("            [26] User{id: 26 name: \"u\"}\n            (3 more)\n")
        .contains("   but was: (10 before)\n            [10] User{id: 10 name: \"u\"}\n")
        .endsWith("            [19] User{id: 19 name: \"u\"}");
  }

  private static Iterator<User> iterator(int count, User... all) {
    return IntStream.range(0, count).mapToObj(i -> all[i]).iterator();
  }
}
