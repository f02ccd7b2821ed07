package dev.grapnel.testing.assertion;

import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.grapnel.core.error.RpcException;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on the failure of a call: its status, its typed details, its trailers. AssertJ's
 * assertions on exceptions work as well. Every {@link AssertionError} has the failure as cause.
 *
 * @param <SELF> the assertion itself
 */
public abstract sealed class FailureAssert<SELF extends FailureAssert<SELF>>
    extends AbstractThrowableAssert<SELF, Throwable> permits RpcFailureAssert, StreamFailureAssert {

  private final String call;

  @SuppressWarnings("NullAway") // AssertJ takes null, and isNotNull() tells it.
  FailureAssert(@Nullable Throwable actual, Class<SELF> type, String call) {
    super(actual, type);
    this.call = call;
  }

  /**
   * Verifies the status code.
   *
   * @param expected the code
   * @return this assertion
   * @throws AssertionError if the call ended with another
   */
  public SELF hasCode(Status.Code expected) {
    RpcException failure = read();
    return check(
        failure.code() == expected,
        "ended with the wrong status",
        expected.name(),
        Text.status(failure.getStatus()));
  }

  /**
   * Verifies the description of the status.
   *
   * @param expected the whole text
   * @return this assertion
   * @throws AssertionError if there is none or another
   */
  public SELF hasDescription(String expected) {
    return checkDescription(expected::equals, Text.quoted(expected));
  }

  /**
   * Verifies a part of the description of the status.
   *
   * @param part a text somewhere in it
   * @return this assertion
   * @throws AssertionError if it is not there
   */
  public SELF hasDescriptionContaining(String part) {
    return checkDescription(
        description -> description != null && description.contains(part),
        "a text that contains " + Text.quoted(part));
  }

  /**
   * Verifies that the status has no description.
   *
   * @return this assertion
   * @throws AssertionError if it has one
   */
  public SELF hasNoDescription() {
    return checkDescription(Objects::isNull, Text.NONE);
  }

  /**
   * Verifies that a message is among the details.
   *
   * @param expected the whole message, for example an {@code ErrorInfo}
   * @return this assertion
   * @throws AssertionError if it is not there
   */
  public SELF hasDetail(Message expected) {
    return check(
        Details.contain(read(), expected),
        "ended without the expected detail",
        Text.message(expected),
        Details.of(read(), expected));
  }

  /**
   * Verifies that the first detail of a type passes.
   *
   * @param <M> the type
   * @param type a generated message class
   * @param requirements fails with an {@link AssertionError} of its own
   * @return this assertion
   * @throws AssertionError if there is none of that type, or that of the requirements
   */
  public <M extends Message> SELF hasDetailOfType(Class<M> type, Consumer<? super M> requirements) {
    requirements.accept(require(type, type.getSimpleName()));
    return myself;
  }

  /**
   * Verifies that there are no details.
   *
   * @return this assertion
   * @throws AssertionError if there are some
   */
  public SELF hasNoDetails() {
    return check(Details.areNone(read()), "ended with details", Text.NONE, Details.of(read()));
  }

  /**
   * Verifies that the {@code BadRequest} detail names a field.
   *
   * @param field the path of the field
   * @return this assertion
   * @throws AssertionError if it does not
   */
  public SELF hasFieldViolation(String field) {
    return checkViolation(violation -> violation.getField().equals(field), field);
  }

  /**
   * Verifies that the {@code BadRequest} detail tells this of a field.
   *
   * @param field the path of the field
   * @param description the whole text
   * @return this assertion
   * @throws AssertionError if it does not
   */
  public SELF hasFieldViolation(String field, String description) {
    return checkViolation(
        violation ->
            violation.getField().equals(field) && violation.getDescription().equals(description),
        field + ": " + description);
  }

  /**
   * Verifies that the {@code BadRequest} detail names exactly these fields.
   *
   * @param fields the paths of the fields, in their order
   * @return this assertion
   * @throws AssertionError if it names others, or in another order
   */
  public SELF hasFieldViolations(String... fields) {
    String expected = String.join(", ", fields);
    List<BadRequest.FieldViolation> violations =
        require(BadRequest.class, expected).getFieldViolationsList();
    String actual =
        violations.stream()
            .map(BadRequest.FieldViolation::getField)
            .collect(Collectors.joining(", "));
    return check(
        actual.equals(expected), "ended with the wrong field violations", expected, actual);
  }

  /**
   * Verifies the reason in the {@code ErrorInfo} detail.
   *
   * @param expected the reason
   * @return this assertion
   * @throws AssertionError if there is none or another
   */
  public SELF hasErrorReason(String expected) {
    String reason = require(ErrorInfo.class, expected).getReason();
    return check(reason.equals(expected), "ended with the wrong error reason", expected, reason);
  }

  /**
   * Verifies the delay in the {@code RetryInfo} detail.
   *
   * @param expected how long to wait before the next attempt
   * @return this assertion
   * @throws AssertionError if there is none or another
   */
  public SELF hasRetryDelay(Duration expected) {
    RetryInfo info = require(RetryInfo.class, Text.duration(expected));
    Duration delay = Duration.ofNanos(Durations.toNanos(info.getRetryDelay()));
    return check(
        info.hasRetryDelay() && delay.equals(expected),
        "ended with the wrong retry delay",
        Text.duration(expected),
        info.hasRetryDelay() ? Text.duration(delay) : Text.NONE);
  }

  /**
   * Verifies an entry of the trailers.
   *
   * @param <V> its values
   * @param key the key
   * @param expected a value of it
   * @return this assertion
   * @throws AssertionError if the value is not there; values of credentials are not printed
   */
  public <V> SELF hasTrailer(Metadata.Key<V> key, V expected) {
    return check(
        Headers.contain(trailers(), key, expected),
        "ended without the expected trailer",
        Headers.entry(key, expected),
        Headers.entries(trailers(), key));
  }

  /**
   * Verifies that the trailers have no entry of a key.
   *
   * @param key the key
   * @return this assertion
   * @throws AssertionError if there is one; values of credentials are not printed
   */
  public SELF hasNoTrailer(Metadata.Key<?> key) {
    return check(
        !trailers().containsKey(key),
        "ended with an unexpected trailer",
        "no " + key.name(),
        Headers.entries(trailers(), key));
  }

  final String call() {
    return call;
  }

  final AssertionError error(Report report) {
    return Report.caused(failure("%s", report), actual);
  }

  private SELF checkDescription(Predicate<@Nullable String> holds, String expected) {
    String description = read().getStatus().getDescription();
    return check(
        holds.test(description),
        "ended with the wrong description",
        expected,
        Text.quoted(description));
  }

  private SELF checkViolation(Predicate<BadRequest.FieldViolation> holds, String expected) {
    List<BadRequest.FieldViolation> violations =
        require(BadRequest.class, expected).getFieldViolationsList();
    return check(
        violations.stream().anyMatch(holds),
        "ended without the expected field violation",
        expected,
        violations.stream()
            .map(violation -> violation.getField() + ": " + violation.getDescription())
            .collect(Collectors.joining("\n")));
  }

  private <M extends Message> M require(Class<M> type, String expected) {
    Optional<M> detail = read().details().find(type);
    check(
        detail.isPresent(),
        "ended without " + type.getSimpleName() + " in its details",
        expected,
        Text.status(read().getStatus()));
    return detail.orElseThrow();
  }

  private SELF check(boolean holds, String otherwise, String expected, String butWas) {
    if (holds) {
      return myself;
    }
    Report report = Report.of(call + " " + otherwise).expected(expected).butWas(butWas);
    String details = Details.of(read());
    boolean toldAlready = details.equals(butWas) || Details.areNone(read());
    throw error(toldAlready ? report : report.row("details", details));
  }

  private RpcException read() {
    isNotNull();
    return RpcException.from(actual);
  }

  private Metadata trailers() {
    Metadata trailers = read().getTrailers();
    return trailers == null ? new Metadata() : trailers;
  }
}
