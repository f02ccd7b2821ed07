package dev.grapnel.server.doctor;

import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How long calls may take, beside how long they get when the server stops. */
record CallTimeCheck(ServerFacts server) {

  private static final int MOST_NAMES = 3;

  /** What Kubernetes gives a pod between SIGTERM and SIGKILL unless told otherwise. */
  private static final int POD_GRACE_SECONDS = 30;

  /** How long calls get to notice that they were cancelled. */
  private static final int CANCEL_SECONDS = 5;

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    noLimit(findings);
    pastGrace(findings);
    podGrace(findings);
    return findings;
  }

  private void noLimit(List<Finding> findings) {
    List<String> unlimited = names(method -> method.longestCall().isEmpty());
    if (!unlimited.isEmpty()) {
      findings.add(
          new Finding(
              server.surroundings().production() ? Severity.WARNING : Severity.NOTE,
              "no-deadline-limit",
              "calls may take for ever: nothing limits " + some(unlimited),
              "a caller without a deadline, or one that went away unseen, holds its call and"
                  + " perhaps a worker until the connection is replaced",
              "add a DeadlineInterceptor"));
    }
  }

  /** Of unary calls: long streams are told when the server drains. */
  private void pastGrace(List<Finding> findings) {
    Duration grace = server.limits().shutdownGrace();
    List<String> longer =
        names(
            method ->
                method.descriptor().getType() == MethodType.UNARY
                    && method.longestCall().filter(time -> time.compareTo(grace) > 0).isPresent());
    if (!longer.isEmpty()) {
      findings.add(
          new Finding(
              Severity.NOTE,
              "deadline-past-grace",
              "unary calls may take longer than the shutdownGrace of "
                  + grace
                  + ": "
                  + some(longer),
              "when the server stops, calls that are still within their limit are cancelled",
              "lower the limit of the DeadlineInterceptor, or raise shutdownGrace"
                  + " (GRPC_SHUTDOWN_GRACE)"));
    }
  }

  private void podGrace(List<Finding> findings) {
    long stop =
        seconds(server.limits().drainDelay())
            + seconds(server.limits().shutdownGrace())
            + CANCEL_SECONDS;
    if (server.surroundings().kubernetes() && stop > POD_GRACE_SECONDS) {
      findings.add(
          new Finding(
              Severity.NOTE,
              "pod-grace",
              "to stop may take "
                  + stop
                  + " s (drainDelay, shutdownGrace and 5 s), Kubernetes gives a pod 30 s unless told"
                  + " otherwise",
              "Kubernetes kills what is not done by then: calls break off, nothing is closed",
              "set terminationGracePeriodSeconds of the pod to "
                  + (stop + CANCEL_SECONDS)
                  + " or more, or lower GRPC_SHUTDOWN_GRACE; this process cannot see what is set"));
    }
  }

  /** Those who say for ever must not overflow. */
  private static long seconds(Duration time) {
    return Math.min(time.toSeconds(), TimeUnit.DAYS.toSeconds(365));
  }

  private List<String> names(Predicate<ServerFacts.Method> which) {
    return server.methods().stream()
        .filter(which)
        .map(method -> method.descriptor().getFullMethodName())
        .sorted()
        .toList();
  }

  private static String some(List<String> names) {
    String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
