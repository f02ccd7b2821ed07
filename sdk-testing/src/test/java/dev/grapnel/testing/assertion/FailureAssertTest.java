package dev.grapnel.testing.assertion;

import static dev.grapnel.testing.assertion.Failures.assertFails;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static dev.grapnel.testing.assertion.Users.ANA;
import static dev.grapnel.testing.assertion.Users.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.grapnel.core.error.ErrorDetails;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.user.User;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureAssertTest {

  private static final Metadata.Key<String> REASON =
      Metadata.Key.of("x-reason", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> COOKIE =
      Metadata.Key.of("set-cookie", Metadata.ASCII_STRING_MARSHALLER);

  private static final ErrorInfo QUOTA = ErrorInfo.newBuilder().setReason("QUOTA").build();
  private static final ErrorInfo MONEY = ErrorInfo.newBuilder().setReason("MONEY").build();
  private static final BadRequest NO_NAME = ErrorDetails.badRequest("name", "must not be empty");
  private static final RetryInfo SOON =
      RetryInfo.newBuilder().setRetryDelay(Durations.fromMillis(1500)).build();
  private final RpcException rich =
      RpcException.of(Status.Code.INVALID_ARGUMENT, "bad user 7", QUOTA, NO_NAME, SOON, ANA);
  private final StatusRuntimeException bare = Status.NOT_FOUND.asRuntimeException();
  private static final String[] RICH_DETAILS = {
    "   details: ErrorInfo{reason: \"QUOTA\"}",
    "            BadRequest{field_violations { field: \"name\" description: \"must not be empty\""
        + " }}",
    "            RetryInfo{retry_delay { seconds: 1 nanos: 500000000 }}",
    "            type.googleapis.com/user.User, 7 bytes"
  };

  @ParameterizedTest
  @EnumSource
  void passesOnEverythingThatCameOverTheWire(Users.Wire wire) {
    try (Users users = Users.over(wire).failing(rich)) {
      assertThatCall(() -> users.blocking().getUser(id(7)))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasCode(Status.Code.INVALID_ARGUMENT)
          .hasDescription("bad user 7")
          .hasDescriptionContaining("7")
          .hasDetail(QUOTA)
          .hasDetail(ANA)
          .hasDetailOfType(ErrorInfo.class, d -> assertThat(d.getReason()).isEqualTo("QUOTA"))
          .hasFieldViolation("name")
          .hasFieldViolation("name", "must not be empty")
          .hasFieldViolations("name")
          .hasErrorReason("QUOTA")
          .hasRetryDelay(Duration.ofMillis(1500))
          .hasNoTrailer(REASON)
          .hasMessage("INVALID_ARGUMENT: bad user 7");
    }
  }

  @ParameterizedTest
  @EnumSource
  void passesOnTrailersThatCameOverTheWire(Users.Wire wire) {
    Metadata trailers = new Metadata();
    trailers.put(REASON, "one");
    trailers.put(REASON, "two");
    try (Users users = Users.over(wire).failing(Status.ABORTED.asRuntimeException(trailers))) {
      assertThatCall(() -> users.blocking().getUser(id(7)))
          .failsWith(Status.Code.ABORTED)
          .hasTrailer(REASON, "one")
          .hasTrailer(REASON, "two")
          .hasNoTrailer(COOKIE)
          .hasNoDescription()
          .hasNoDetails();
    }
  }

  @Test
  void tellsTheWrongCode() {
    assertFails(
            () -> assertThat(bare).hasCode(Status.Code.ABORTED),
            "the call ended with the wrong status",
            "  expected: ABORTED",
            "   but was: NOT_FOUND")
        .cause()
        .isSameAs(bare);
  }

  @Test
  void tellsTheWrongDescription() {
    assertRich(
        failure -> failure.hasDescription("bad user"),
        "the call ended with the wrong description",
        "  expected: \"bad user\"",
        "   but was: \"bad user 7\"");
    assertRich(
        failure -> failure.hasDescriptionContaining("8"),
        "the call ended with the wrong description",
        "  expected: a text that contains \"8\"",
        "   but was: \"bad user 7\"");
    assertRich(
        failure -> failure.hasNoDescription(),
        "the call ended with the wrong description",
        "  expected: (none)",
        "   but was: \"bad user 7\"");
    assertFails(
        () -> assertThat(bare).hasDescriptionContaining("7"),
        "the call ended with the wrong description",
        "  expected: a text that contains \"7\"",
        "   but was: (none)");
  }

  @Test
  void tellsTheWrongDetail() {
    assertFails(
        () -> assertThat(RpcException.of(Status.Code.ABORTED, "", QUOTA, ANA)).hasDetail(MONEY),
        "the call ended without the expected detail",
        "  expected: ErrorInfo{reason: \"MONEY\"}",
        "   but was: ErrorInfo{reason: \"QUOTA\"}",
        "            type.googleapis.com/user.User, 7 bytes");
    assertFails(
        () -> assertThat(RpcException.of(Status.Code.ABORTED, "", ANA)).hasDetail(Users.BO),
        "the call ended without the expected detail",
        "  expected: User{id: 2 name: \"Bo\"}",
        "   but was: User{id: 1 name: \"Ana\"}",
        "   details: type.googleapis.com/user.User, 7 bytes");
    assertFails(
        () -> assertThat(bare).hasDetail(QUOTA),
        "the call ended without the expected detail",
        "  expected: ErrorInfo{reason: \"QUOTA\"}",
        "   but was: (none)");
  }

  @Test
  void tellsTheMissingTypeOfDetail() {
    assertFails(
        () -> assertThat(RpcException.of(Status.Code.ABORTED, "no", QUOTA)).hasRetryDelay(hour()),
        "the call ended without RetryInfo in its details",
        "  expected: 3600 s",
        "   but was: ABORTED: no",
        "   details: ErrorInfo{reason: \"QUOTA\"}");
    assertFails(
        () -> assertThat(bare).hasDetailOfType(User.class, user -> assertThat(user).isNotNull()),
        "the call ended without User in its details",
        "  expected: User",
        "   but was: NOT_FOUND");
    assertFails(
        () -> assertThat(bare).hasErrorReason("QUOTA"),
        "the call ended without ErrorInfo in its details",
        "  expected: QUOTA",
        "   but was: NOT_FOUND");
    assertFails(
        () -> assertThat(bare).hasFieldViolation("name"),
        "the call ended without BadRequest in its details",
        "  expected: name",
        "   but was: NOT_FOUND");
  }

  @Test
  void requirementsOnADetailFailWithTheirOwnText() {
    AssertionError own = new AssertionError("own text");
    assertFails(
            () ->
                assertThat(rich)
                    .hasDetailOfType(
                        ErrorInfo.class,
                        info -> {
                          throw own;
                        }),
            "own text")
        .isSameAs(own);
  }

  @Test
  void tellsUnexpectedDetails() {
    assertFails(
        () -> assertThat(RpcException.of(Status.Code.ABORTED, "", QUOTA, SOON)).hasNoDetails(),
        "the call ended with details",
        "  expected: (none)",
        "   but was: ErrorInfo{reason: \"QUOTA\"}",
        "            RetryInfo{retry_delay { seconds: 1 nanos: 500000000 }}");
  }

  @Test
  void tellsTheWrongValueInADetail() {
    assertRich(
        failure -> failure.hasFieldViolation("email"),
        "the call ended without the expected field violation",
        "  expected: email",
        "   but was: name: must not be empty");
    assertRich(
        failure -> failure.hasFieldViolation("name", "is too long"),
        "the call ended without the expected field violation",
        "  expected: name: is too long",
        "   but was: name: must not be empty");
    assertRich(
        failure -> failure.hasFieldViolations("name", "email"),
        "the call ended with the wrong field violations",
        "  expected: name, email",
        "   but was: name");
    assertRich(
        failure -> failure.hasErrorReason("MONEY"),
        "the call ended with the wrong error reason",
        "  expected: MONEY",
        "   but was: QUOTA");
    assertRich(
        failure -> failure.hasRetryDelay(Duration.ofSeconds(2)),
        "the call ended with the wrong retry delay",
        "  expected: 2 s",
        "   but was: 1500 ms");
  }

  @Test
  void tellsDamagedDetailsAndThoseOfAnotherCode() {
    Metadata trailers = StatusProto.toStatusException(sent(5)).getTrailers();
    StatusRuntimeException mismatch = Status.ABORTED.asRuntimeException(trailers);
    assertFails(
        () -> assertThat(mismatch).hasNoDetails(),
        "the call ended with details",
        "  expected: (none)",
        "   but was: sent, but damaged or made for another status code");

    Metadata.Key<byte[]> key =
        Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    Metadata damaged = new Metadata();
    damaged.put(key, new byte[] {-1, -1});
    assertFails(
        () -> assertThat(Status.ABORTED.asRuntimeException(damaged)).hasErrorReason("QUOTA"),
        "the call ended without ErrorInfo in its details",
        "  expected: QUOTA",
        "   but was: ABORTED",
        "   details: sent, but damaged or made for another status code");
  }

  @Test
  void tellsTheWrongTrailer() {
    Metadata trailers = new Metadata();
    trailers.put(REASON, "one");
    trailers.put(REASON, "two");
    StatusRuntimeException failure = Status.ABORTED.asRuntimeException(trailers);
    assertFails(
        () -> assertThat(failure).hasTrailer(REASON, "three"),
        "the call ended without the expected trailer",
        "  expected: x-reason: three",
        "   but was: x-reason: one",
        "            x-reason: two");
    assertFails(
        () -> assertThat(bare).hasTrailer(REASON, "three"),
        "the call ended without the expected trailer",
        "  expected: x-reason: three",
        "   but was: no x-reason");
    assertFails(
        () -> assertThat(failure).hasNoTrailer(REASON),
        "the call ended with an unexpected trailer",
        "  expected: no x-reason",
        "   but was: x-reason: one",
        "            x-reason: two");
  }

  @Test
  void credentialsInTrailersAreNotPrinted() {
    Metadata trailers = new Metadata();
    trailers.put(COOKIE, "secret");
    assertFails(
        () -> assertThat(Status.ABORTED.asRuntimeException(trailers)).hasTrailer(COOKIE, "other"),
        "the call ended without the expected trailer",
        "  expected: set-cookie: (hidden)",
        "   but was: set-cookie: (hidden)");
  }

  @Test
  void nullIsTold() {
    StatusRuntimeException none = null;
    assertFails(
        () -> assertThat(none).hasCode(Status.Code.ABORTED), "", "Expecting actual not to be null");
  }

  private void assertRich(Consumer<RpcFailureAssert> assertion, String... lines) {
    String[] all = new String[lines.length + RICH_DETAILS.length];
    System.arraycopy(lines, 0, all, 0, lines.length);
    System.arraycopy(RICH_DETAILS, 0, all, lines.length, RICH_DETAILS.length);
    assertFails(() -> assertion.accept(assertThat(rich)), all).cause().isSameAs(rich);
  }

  private static com.google.rpc.Status sent(int code) {
    return com.google.rpc.Status.newBuilder().setCode(code).addDetails(Any.pack(QUOTA)).build();
  }

  private static Duration hour() {
    return Duration.ofHours(1);
  }
}
