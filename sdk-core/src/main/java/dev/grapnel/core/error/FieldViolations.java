package dev.grapnel.core.error;

import com.google.rpc.BadRequest;
import io.grpc.Status;

/**
 * Collects what is wrong with a request, to tell all of it at once.
 *
 * <pre>{@code
 * FieldViolations.create()
 *     .check(!request.getName().isEmpty(), "name", "must not be empty")
 *     .check(request.getAge() >= 0, "age", "must not be negative")
 *     .throwIfAny();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class FieldViolations {

  private final BadRequest.Builder badRequest = BadRequest.newBuilder();

  private FieldViolations() {}

  /**
   * Begins an empty collection.
   *
   * @return a new collection
   */
  public static FieldViolations create() {
    return new FieldViolations();
  }

  /**
   * Notes a violation unless a condition holds.
   *
   * @param holds whether the field is as it should be
   * @param field the path of the field, for example {@code address.city}
   * @param description what was expected, for example {@code must not be empty}
   * @return this collection
   */
  public FieldViolations check(boolean holds, String field, String description) {
    return holds ? this : add(field, description);
  }

  /**
   * Notes a violation.
   *
   * @param field the path of the field
   * @param description what was expected
   * @return this collection
   */
  public FieldViolations add(String field, String description) {
    badRequest.addFieldViolations(ErrorDetails.violation(field, description));
    return this;
  }

  /**
   * Tells whether nothing was noted.
   *
   * @return whether the request is fine so far
   */
  public boolean isEmpty() {
    return badRequest.getFieldViolationsCount() == 0;
  }

  /**
   * Throws if anything was noted.
   *
   * @throws RpcException INVALID_ARGUMENT with all violations as BadRequest details
   */
  public void throwIfAny() {
    if (isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (BadRequest.FieldViolation violation : badRequest.getFieldViolationsList()) {
      text.append(text.isEmpty() ? "" : "; ");
      text.append(violation.getField()).append(' ').append(violation.getDescription());
    }
    throw RpcException.of(Status.Code.INVALID_ARGUMENT, text.toString(), badRequest.build());
  }
}
