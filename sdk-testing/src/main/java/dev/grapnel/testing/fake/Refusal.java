package dev.grapnel.testing.fake;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** The status of a call that no script answers. */
final class Refusal {

  /** Servers and clients refuse metadata of more than 8 KiB; the description is part of it. */
  private static final int ENCODED_BYTES = 4_096;

  private Refusal() {}

  static <ReqT> Status of(MethodScripts<ReqT, ?> scripts, ReceivedCall<ReqT> call) {
    MethodDescriptor<?, ?> method = scripts.method();
    List<? extends Script<ReqT, ?>> all = scripts.lastAddedFirst();
    if (all.isEmpty()) {
      return Status.UNIMPLEMENTED.withDescription(
          "The fake has no script for %s; scripted methods: %s"
              .formatted(method.getFullMethodName(), scripts.playbook().scripted()));
    }
    List<String> nearest =
        all.stream()
            .map(script -> comparison(script, call, method))
            .min(Comparator.comparingLong(Conditions::distance))
            .orElse(List.of());
    String description =
        "No script of %s answers this call; beside the nearest of %d:\n%s"
            .formatted(method.getFullMethodName(), all.size(), String.join("\n", nearest));
    return Status.FAILED_PRECONDITION.withDescription(shortened(description));
  }

  private static <ReqT> List<String> comparison(
      Script<ReqT, ?> script, ReceivedCall<ReqT> call, MethodDescriptor<?, ?> method) {
    if (!script.hasAnswer() && script.expected().isNever()) {
      return List.of("- no call: it was expected never to come");
    }
    if (!script.hasAnswer()) {
      return List.of("- an answer: the script needs thenReply, thenFail or another then");
    }
    return Conditions.compare(
        script.conditions(), call, MessageText.shown(call.requests(), method.getType()));
  }

  /**
   * Cuts a description so that it fits into trailers, where what is not ASCII takes three times.
   */
  static String shortened(String description) {
    int encoded = 0;
    for (int i = 0;
        i < description.length();
        i += Character.charCount(description.codePointAt(i))) {
      int character = description.codePointAt(i);
      boolean plain = character >= ' ' && character < 0x7f && character != '%';
      encoded +=
          plain ? 1 : 3 * Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
      if (encoded > ENCODED_BYTES) {
        return description.substring(0, i) + "...";
      }
    }
    return description;
  }
}
