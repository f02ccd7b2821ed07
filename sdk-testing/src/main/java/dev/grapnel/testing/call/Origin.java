package dev.grapnel.testing.call;

import java.util.List;
import java.util.Set;
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
          "dev.grapnel.testing.assertion.");
  private static final Set<String> OURS =
      Set.of(CallTracker.class.getName(), Origin.class.getName());

  private Origin() {}

  static @Nullable StackTraceElement ofCurrentCall() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .takeWhile(frame -> !frame.getClassName().startsWith("org.junit."))
                    .filter(frame -> isOfTheTest(frame.getClassName()))
                    .findFirst()
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .orElse(null));
  }

  private static boolean isOfTheTest(String type) {
    boolean generated = type.contains("Grpc$") && type.endsWith("Stub");
    return !generated && !OURS.contains(type) && NOT_THE_TEST.stream().noneMatch(type::startsWith);
  }
}
