package dev.grapnel.interceptors.auth;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.core.security.Principal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the operator what callers are not told. Strangers decide how often that happens, so of each
 * kind only the first lines of a minute are written at their level, and the others at DEBUG.
 */
final class AuthLog {

  private static final Logger logger = LoggerFactory.getLogger("grpc.auth");

  private final LineLimit refusals;
  private final LineLimit outages;
  private final LineLimit failures;

  AuthLog(Ticker ticker) {
    refusals = new LineLimit(ticker);
    outages = new LineLimit(ticker);
    failures = new LineLimit(ticker);
  }

  void refused(CallContext call, String reason) {
    write(refusals, Level.INFO, call, "refused", reason, null);
  }

  void denied(CallContext call, Principal principal, AccessKind access) {
    write(refusals, Level.INFO, call, "denied to " + principal.id(), access + " is needed", null);
  }

  void ignored(CallContext call, Authentication found) {
    if (logger.isDebugEnabled()) {
      logger.debug(text(call, "public, the credential is ignored", found.toString(), 0));
    }
  }

  void unavailable(CallContext call, String reason) {
    write(outages, Level.WARN, call, "unavailable", reason, null);
  }

  void noKeys(Duration waited) {
    logger.warn("there are no keys after {}: calls that need one get UNAVAILABLE", waited);
  }

  void failed(CallContext call, String who, Throwable thrown) {
    write(failures, Level.ERROR, call, "unavailable", who + " failed", thrown);
  }

  private static void write(
      LineLimit limit,
      Level level,
      CallContext call,
      String outcome,
      String reason,
      @Nullable Throwable thrown) {
    long leftOut = limit.next();
    Level written = leftOut == LineLimit.NONE ? Level.DEBUG : level;
    if (logger.isEnabledForLevel(written)) {
      logger
          .atLevel(written)
          .setCause(thrown)
          .log(text(call, outcome, reason, Math.max(leftOut, 0)));
    }
  }

  private static String text(CallContext call, String outcome, String reason, long leftOut) {
    String line =
        "%s is %s: %s, peer %s, request id %s"
            .formatted(
                PrintableText.of(call.info().fullMethodName()),
                PrintableText.of(outcome),
                PrintableText.of(reason),
                call.peer(),
                call.requestId());
    return leftOut == 0 ? line : line + " (%d more lines were left out)".formatted(leftOut);
  }
}
