package dev.grapnel.interceptors.validation;

import dev.grapnel.core.error.FieldViolations;

/**
 * Checks the requests of one type. Thread-safe, and fast: it runs on the thread of the call.
 *
 * @param <T> the type of request
 */
@FunctionalInterface
public interface RequestValidator<T> {

  /**
   * Notes everything that is wrong with a request.
   *
   * @param request the request; it keeps its protovalidate rules, where these are checked at all
   * @param violations where to note it; what is noted goes to the caller
   * @throws RuntimeException if the request cannot be checked; the call fails then as if its
   *     handler had thrown it, and the request gets no further
   */
  void validate(T request, FieldViolations violations);
}
