package dev.grapnel.core.error;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.DebugInfo;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Help;
import com.google.rpc.LocalizedMessage;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import java.util.List;
import java.util.Optional;

/**
 * The typed details of an error: messages of google.rpc's error_details.proto, or any others.
 * Immutable.
 *
 * @see <a href="https://google.aip.dev/193">AIP-193, errors</a>
 */
public final class ErrorDetails {

  private static final ErrorDetails NONE = new ErrorDetails(List.of());

  private final List<Any> details;

  private ErrorDetails(List<Any> details) {
    this.details = List.copyOf(details);
  }

  static ErrorDetails of(List<Any> details) {
    return details.isEmpty() ? NONE : new ErrorDetails(details);
  }

  /**
   * Makes the detail that names one bad field of a request.
   *
   * @param field the path of the field, for example {@code address.city}
   * @param description what is wrong with it and what was expected
   * @return the detail
   */
  public static BadRequest badRequest(String field, String description) {
    return BadRequest.newBuilder().addFieldViolations(violation(field, description)).build();
  }

  static BadRequest.FieldViolation violation(String field, String description) {
    return BadRequest.FieldViolation.newBuilder()
        .setField(field)
        .setDescription(description)
        .build();
  }

  /**
   * Returns all details as they were sent, known or not.
   *
   * @return the packed details, in order
   */
  public List<Any> all() {
    return details;
  }

  /**
   * Returns the first detail of a type.
   *
   * @param <M> the type
   * @param type a generated message class
   * @return the detail; empty if there is none of that type or it cannot be parsed
   */
  public <M extends Message> Optional<M> find(Class<M> type) {
    for (Any detail : details) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException damagedByThePeer) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Returns which fields of the request are bad.
   *
   * @return the detail, if there is one
   */
  public Optional<BadRequest> badRequest() {
    return find(BadRequest.class);
  }

  /**
   * Returns the machine-readable reason.
   *
   * @return the detail, if there is one
   */
  public Optional<ErrorInfo> errorInfo() {
    return find(ErrorInfo.class);
  }

  /**
   * Returns when to try again.
   *
   * @return the detail, if there is one
   */
  public Optional<RetryInfo> retryInfo() {
    return find(RetryInfo.class);
  }

  /**
   * Returns which preconditions failed.
   *
   * @return the detail, if there is one
   */
  public Optional<PreconditionFailure> preconditionFailure() {
    return find(PreconditionFailure.class);
  }

  /**
   * Returns which quotas were exceeded.
   *
   * @return the detail, if there is one
   */
  public Optional<QuotaFailure> quotaFailure() {
    return find(QuotaFailure.class);
  }

  /**
   * Returns which resource was accessed.
   *
   * @return the detail, if there is one
   */
  public Optional<ResourceInfo> resourceInfo() {
    return find(ResourceInfo.class);
  }

  /**
   * Returns the request id that the server's log tells.
   *
   * @return the detail, if there is one
   */
  public Optional<RequestInfo> requestInfo() {
    return find(RequestInfo.class);
  }

  /**
   * Returns links to help.
   *
   * @return the detail, if there is one
   */
  public Optional<Help> help() {
    return find(Help.class);
  }

  /**
   * Returns a message in the user's language.
   *
   * @return the detail, if there is one
   */
  public Optional<LocalizedMessage> localizedMessage() {
    return find(LocalizedMessage.class);
  }

  /**
   * Returns debugging information.
   *
   * @return the detail, if there is one
   */
  public Optional<DebugInfo> debugInfo() {
    return find(DebugInfo.class);
  }

  @Override
  public String toString() {
    return details.stream()
        .map(detail -> detail.getTypeUrl().substring(detail.getTypeUrl().lastIndexOf('/') + 1))
        .toList()
        .toString();
  }
}
