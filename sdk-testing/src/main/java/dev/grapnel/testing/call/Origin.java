package dev.grapnel.testing.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the line of a test that made a call. */
final class Origin {

  private static final List<String> NOT_THE_TEST =
      List.of(
          "io.grpc.",
          "java.",
          "jdk.",
          "com.google.common.",
          "org.assertj.",
          "dev.grapnel.client.",
          "dev.grapnel.testing.assertion.",
          "dev.grapnel.testing.call.Call",
          "dev.grapnel.testing.call.Origin");

  private Origin() {}

  static @Nullable StackTraceElement ofCurrentCall() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> isOfTheTest(frame.getClassName()))
                    .findFirst()
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .orElse(null));
  }

  private static boolean isOfTheTest(String type) {
    boolean generated = type.contains("Grpc$") && type.endsWith("Stub");
    return !generated && NOT_THE_TEST.stream().noneMatch(type::startsWith);
  }
}
