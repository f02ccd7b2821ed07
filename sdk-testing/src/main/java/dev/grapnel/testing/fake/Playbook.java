package dev.grapnel.testing.fake;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The scripts and calls of all methods of a service. */
final class Playbook {

  private final String service;
  private final Map<String, MethodScripts<?, ?>> methods = new LinkedHashMap<>();

  Playbook(ServiceDescriptor descriptor) {
    service = descriptor.getName();
    for (MethodDescriptor<?, ?> method : descriptor.getMethods()) {
      methods.put(method.getFullMethodName(), new MethodScripts<>(method, this));
    }
  }

  <ReqT, RespT> Script<ReqT, RespT> add(MethodDescriptor<ReqT, RespT> method) {
    return scriptsOf(method).add();
  }

  <ReqT> List<ReceivedCall<ReqT>> received(MethodDescriptor<ReqT, ?> method) {
    return scriptsOf(method).received();
  }

  <ReqT> List<ReceivedCall<ReqT>> awaitReceived(
      MethodDescriptor<ReqT, ?> method, int count, Duration bound) throws InterruptedException {
    return scriptsOf(method).awaitReceived(count, bound);
  }

  @SuppressWarnings("unchecked") // The map was filled with one entry for each method.
  <ReqT, RespT> MethodScripts<ReqT, RespT> scriptsOf(MethodDescriptor<ReqT, RespT> method) {
    MethodScripts<?, ?> found = methods.get(method.getFullMethodName());
    if (found == null) {
      throw new IllegalArgumentException(
          "%s is not a method of %s; there are: %s"
              .formatted(method.getFullMethodName(), service, names(methods)));
    }
    return (MethodScripts<ReqT, RespT>) found;
  }

  String scripted() {
    Map<String, MethodScripts<?, ?>> scripted = new LinkedHashMap<>(methods);
    scripted.values().removeIf(method -> method.scripts().isEmpty());
    return names(scripted);
  }

  void verify() {
    String report =
        methods.values().stream()
            .map(Verification::of)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("\n"));
    if (!report.isEmpty()) {
      throw new UnmetExpectationError(report);
    }
  }

  void reset() {
    methods.values().forEach(MethodScripts::reset);
  }

  private static String names(Map<String, MethodScripts<?, ?>> some) {
    return some.isEmpty()
        ? "none"
        : some.values().stream()
            .map(method -> String.valueOf(method.method().getBareMethodName()))
            .collect(Collectors.joining(", "));
  }
}
