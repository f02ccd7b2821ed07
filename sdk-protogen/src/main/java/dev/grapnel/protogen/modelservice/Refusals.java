package dev.grapnel.protogen.modelservice;

import dev.grapnel.core.error.FieldViolations;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.protogen.modelservice.conversion.UnfitValueException;
import io.grpc.Status;
import java.util.function.Supplier;

/** Makes statuses of what is wrong with a request. */
final class Refusals {

  /** Texts of the client's that are sent back to it are cut here. */
  private static final int LONGEST = 100;

  /**
   * AIP's field for the collection around; passed over, it would show and make the wrong models.
   */
  static final String PARENT = "parent";

  static final String NO_PARENTS = "must be empty: these models have no parents";

  private Refusals() {}

  /**
   * Reads a value.
   *
   * @param prefix where it is in the request, with a dot at the end; empty if it is all of it
   */
  static <V> V reading(String prefix, Supplier<V> reader) {
    try {
      return reader.get();
    } catch (UnfitValueException e) {
      FieldViolations violations = FieldViolations.create();
      e.violations().forEach(each -> violations.add(path(prefix, each), each.description()));
      violations.throwIfAny();
      throw e;
    }
  }

  private static String path(String prefix, UnfitValueException.Violation violation) {
    String path = prefix + violation.field();
    return path.endsWith(".") ? path.substring(0, path.length() - 1) : path;
  }

  static RpcException notFound(Class<?> model, Object id) {
    return RpcException.of(
        Status.Code.NOT_FOUND,
        "there is no %s with the id %s".formatted(model.getSimpleName(), bounded(id.toString())));
  }

  static RpcException invalid(String field, String description) {
    FieldViolations.create().add(field, description).throwIfAny();
    throw new IllegalStateException("a violation was added");
  }

  static String bounded(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
