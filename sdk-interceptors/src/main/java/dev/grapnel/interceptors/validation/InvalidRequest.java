package dev.grapnel.interceptors.validation;

import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import dev.grapnel.core.error.StatusTrailers;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;

/**
 * The end of a call because of a bad request. Its trailers stay below 8 KiB, which is all that
 * clients take in: one byte more, and they would see a broken stream instead of the violations.
 */
final class InvalidRequest {

  private static final int LONGEST_TEXT = 256;
  private static final int MOST_BYTES = 3 * 1024;

  /** Each character may become nine on the wire. */
  private static final int LONGEST_DESCRIPTION = 200;

  private InvalidRequest() {}

  static void close(ServerCall<?, ?> call, List<FieldViolation> violations, int most) {
    BadRequest told = told(violations, most);
    String description = description(told, violations.size());
    Status status = Status.INVALID_ARGUMENT.withDescription(description);
    call.close(status, StatusTrailers.of(status, told));
  }

  private static BadRequest told(List<FieldViolation> violations, int most) {
    BadRequest.Builder told = BadRequest.newBuilder();
    int bytes = 0;
    for (FieldViolation violation : violations.subList(0, Math.min(most, violations.size()))) {
      FieldViolation plain =
          FieldViolation.newBuilder()
              .setField(PlainText.of(violation.getField(), LONGEST_TEXT))
              .setDescription(PlainText.of(violation.getDescription(), LONGEST_TEXT))
              .build();
      bytes += plain.getSerializedSize();
      if (bytes > MOST_BYTES) {
        break;
      }
      told.addFieldViolations(plain);
    }
    return told.build();
  }

  private static String description(BadRequest told, int found) {
    StringBuilder text = new StringBuilder();
    for (FieldViolation violation : told.getFieldViolationsList()) {
      text.append(text.isEmpty() ? "" : "; ");
      text.append(violation.getField()).append(violation.getField().isEmpty() ? "" : " ");
      text.append(violation.getDescription());
    }
    int untold = found - told.getFieldViolationsCount();
    String more = untold > 0 ? " (and %d more)".formatted(untold) : "";
    return PlainText.of(text.toString(), LONGEST_DESCRIPTION) + more;
  }
}
