package dev.grapnel.testing.call;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Calls were open at the end of a test: nobody read them to their end or cancelled them. */
public final class OpenCallError extends AssertionError {

  private static final long serialVersionUID = 1L;

  private OpenCallError(String message) {
    super(message);
  }

  static OpenCallError of(List<CallRecord> open) {
    return new OpenCallError(
        "%s left open at the end of the test:\n%s"
            .formatted(
                open.size() == 1 ? "1 call was" : open.size() + " calls were",
                open.stream().map(OpenCallError::line).collect(Collectors.joining("\n"))));
  }

  private static String line(CallRecord call) {
    return "  %s (%s)%s\n    expected: closed by the server, read to its end, or cancelled\n     but was: %s"
        .formatted(
            call.method().getFullMethodName(),
            call.method().getType().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            call.startedAt().map(at -> ", started at " + at).orElse(""),
            call.describe());
  }
}
