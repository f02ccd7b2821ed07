package dev.grapnel.testing.traffic;

import dev.grapnel.testing.fake.FakeService;
import dev.grapnel.testing.fake.Reply;
import dev.grapnel.testing.fake.Script;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Scripts a fake with recorded calls. */
final class Replay {

  private Replay() {}

  static FakeService of(List<RecordedCall> calls, ServiceDescriptor service, Set<String> recorded) {
    Map<String, List<RecordedCall>> byMethod =
        calls.stream()
            .filter(call -> call.service().equals(service.getName()))
            .collect(
                Collectors.groupingBy(
                    RecordedCall::method, LinkedHashMap::new, Collectors.toList()));
    if (byMethod.isEmpty()) {
      throw new IllegalArgumentException(
          "The recording has no call of %s; it has calls of: %s"
              .formatted(service.getName(), recorded.isEmpty() ? "none" : list(recorded)));
    }
    FakeService fake = FakeService.of(service);
    byMethod.forEach((name, same) -> script(fake, method(service, name), same));
    return fake;
  }

  private static MethodDescriptor<?, ?> method(ServiceDescriptor service, String name) {
    return service.getMethods().stream()
        .filter(method -> method.getFullMethodName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The recording has calls of %s, which is not a method of %s; there are: %s"
                        .formatted(name, service.getName(), list(names(service)))));
  }

  private static <ReqT, RespT> void script(
      FakeService fake, MethodDescriptor<ReqT, RespT> method, List<RecordedCall> calls) {
    try {
      boolean atHalfClose =
          method.getType().clientSendsOneMessage()
              || (method.getType() == MethodType.CLIENT_STREAMING
                  && calls.stream().allMatch(RecordedCall::answersAtHalfClose));
      if (atHalfClose) {
        scriptRequests(fake, method, calls);
      } else {
        Conversations<ReqT, RespT> conversations = Conversations.of(method, calls);
        fake.expect(method)
            .times(calls.size())
            .note(conversations::missing)
            .thenHandle(conversations);
      }
    } catch (IllegalArgumentException unusable) {
      throw new IllegalArgumentException(
          "Recorded calls of %s are not usable: %s"
              .formatted(method.getFullMethodName(), unusable.getMessage()),
          unusable);
    }
  }

  private static <ReqT, RespT> void scriptRequests(
      FakeService fake, MethodDescriptor<ReqT, RespT> method, List<RecordedCall> calls) {
    Map<List<ReqT>, List<RecordedCall>> byRequests = new LinkedHashMap<>();
    for (RecordedCall call : calls) {
      List<ReqT> requests = new ArrayList<>();
      for (Body body : call.bodies(Step.Kind.REQUEST)) {
        requests.add(body.to(method.getRequestMarshaller()));
      }
      byRequests.computeIfAbsent(requests, none -> new ArrayList<>()).add(call);
    }
    byRequests.forEach(
        (requests, same) -> {
          Script<ReqT, RespT> script = fake.expect(method).times(same.size()).requests(requests);
          same.forEach(call -> script.then(reply(method, call)));
        });
  }

  private static <RespT> Reply<RespT> reply(MethodDescriptor<?, RespT> method, RecordedCall call) {
    List<RespT> responses = new ArrayList<>();
    for (Body body : call.bodies(Step.Kind.RESPONSE)) {
      responses.add(body.to(method.getResponseMarshaller()));
    }
    Reply<RespT> reply = Reply.ofAll(responses);
    if (call.headers() != null) {
      reply = reply.headers(MetadataValues.toMetadata(call.headers()));
    }
    RecordedCall.End end = call.end();
    if (end == null) {
      return reply.never();
    }
    reply = reply.trailers(MetadataValues.toMetadata(end.trailers()));
    Status status = end.status();
    return status.isOk() ? reply : reply.failing(status);
  }

  private static List<String> names(ServiceDescriptor service) {
    return service.getMethods().stream()
        .map(method -> String.valueOf(method.getBareMethodName()))
        .toList();
  }

  private static String list(Iterable<String> names) {
    return String.join(", ", names);
  }
}
