package dev.grapnel.interceptors.validation;

import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import dev.grapnel.core.error.FieldViolations;
import dev.grapnel.core.error.RpcException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is checked, for all types of request.
 *
 * @param validators by the exact class of a request
 * @param rules the rules of the schema, if they are checked
 * @param most how many violations are told
 */
record RequestChecks(
    Map<Class<?>, List<RequestValidator<Object>>> validators,
    @Nullable SchemaRules rules,
    int most) {

  /** Returns what is wrong with a request; the rules of the schema come first. */
  List<FieldViolation> violations(Object request) throws Exception {
    if (rules != null && request instanceof Message message) {
      List<FieldViolation> found = rules.violations(message, most);
      if (!found.isEmpty()) {
        return found;
      }
    }
    List<RequestValidator<Object>> own = validators.get(request.getClass());
    return own == null ? List.of() : found(own, request);
  }

  private static List<FieldViolation> found(List<RequestValidator<Object>> own, Object request) {
    FieldViolations violations = FieldViolations.create();
    for (RequestValidator<Object> validator : own) {
      validator.validate(request, violations);
    }
    try {
      violations.throwIfAny();
      return List.of();
    } catch (RpcException invalid) {
      return invalid.details().badRequest().map(BadRequest::getFieldViolationsList).orElseThrow();
    }
  }
}
