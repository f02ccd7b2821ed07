package dev.grapnel.interceptors.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The MDC keys of a call on one thread, for as long as a callback runs there. */
final class MdcScope {

  static final String METHOD = "grpc.method";
  static final String REQUEST_ID = "request_id";
  static final String TRACE_ID = "trace_id";

  private static final MdcScope NOTHING_TO_RESTORE = new MdcScope(null, null, null, false, false);

  private final @Nullable String method;
  private final @Nullable String requestId;
  private final @Nullable String traceId;
  private final boolean entered;
  private final boolean traced;

  private MdcScope(
      @Nullable String method,
      @Nullable String requestId,
      @Nullable String traceId,
      boolean entered,
      boolean traced) {
    this.method = method;
    this.requestId = requestId;
    this.traceId = traceId;
    this.entered = entered;
    this.traced = traced;
  }

  /** Leaves the MDC alone. */
  static MdcScope none() {
    return NOTHING_TO_RESTORE;
  }

  /** Puts the keys and remembers what was there. */
  static MdcScope enter(String method, String requestId, @Nullable String traceId) {
    MdcScope scope =
        new MdcScope(
            MDC.get(METHOD),
            MDC.get(REQUEST_ID),
            traceId == null ? null : MDC.get(TRACE_ID),
            true,
            traceId != null);
    MDC.put(METHOD, method);
    MDC.put(REQUEST_ID, requestId);
    if (traceId != null) {
      MDC.put(TRACE_ID, traceId);
    }
    return scope;
  }

  /** Tells whether this thread has the keys already. */
  static boolean holds(String method, String requestId) {
    return method.equals(MDC.get(METHOD)) && requestId.equals(MDC.get(REQUEST_ID));
  }

  /** Puts back what was there. */
  void exit() {
    if (!entered) {
      return;
    }
    restore(METHOD, method);
    restore(REQUEST_ID, requestId);
    if (traced) {
      restore(TRACE_ID, traceId);
    }
  }

  private static void restore(String key, @Nullable String before) {
    if (before == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, before);
    }
  }
}
