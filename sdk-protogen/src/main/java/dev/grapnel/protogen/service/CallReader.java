package dev.grapnel.protogen.service;

import dev.grapnel.protogen.annotation.ClientStreaming;
import dev.grapnel.protogen.annotation.ServerStreaming;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.JavaParameter;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.Origin;
import java.util.List;
import java.util.Optional;

/** Tells by the types of a method which kind of call it is. Empty where a finding was made. */
final class CallReader {

  private final JavaMethod method;
  private final Origin origin;
  private final Diagnostics diagnostics;

  CallReader(JavaMethod method, Origin origin, Diagnostics diagnostics) {
    this.method = method;
    this.origin = origin;
    this.diagnostics = diagnostics;
  }

  Optional<Call> read() {
    List<JavaParameter> data =
        method.parameters().stream().filter(one -> !StreamTypes.isContext(one.type())).toList();
    boolean observes = data.stream().anyMatch(one -> StreamTypes.isObserver(one.type()));
    Optional<Call> call =
        observes || StreamTypes.isObserver(method.returns()) ? observed(data) : returned(data);
    return call.filter(this::agreesWithAnnotations);
  }

  /** The style of grpc-java: whoever calls brings an observer for the responses. */
  private Optional<Call> observed(List<JavaParameter> data) {
    JavaType last = data.isEmpty() ? method.returns() : data.get(data.size() - 1).type();
    List<JavaParameter> others = data.isEmpty() ? data : data.subList(0, data.size() - 1);
    boolean oneObserver =
        !data.isEmpty()
            && StreamTypes.isObserver(last)
            && others.stream().noneMatch(one -> StreamTypes.isObserver(one.type()));
    if (oneObserver && StreamTypes.isVoid(method.returns())) {
      return element(last).flatMap(response -> requested(others, response, true));
    }
    if (oneObserver && others.isEmpty() && StreamTypes.isObserver(method.returns())) {
      boolean answersOnce = has(ClientStreaming.class);
      return element(last)
          .flatMap(
              response ->
                  element(method.returns())
                      .map(
                          request ->
                              new Call(Optional.of(request), List.of(), response, !answersOnce)));
    }
    return refuse(
        "its observers are no shape of a call",
        "use void "
            + method.name()
            + "(A, StreamObserver<R>), or StreamObserver<A> "
            + method.name()
            + "(StreamObserver<R>)");
  }

  /** The style of Java: the responses are what is returned. */
  private Optional<Call> returned(List<JavaParameter> data) {
    JavaType returns = method.returns();
    if (StreamTypes.isStream(returns)
        || (StreamTypes.isIterable(returns) && has(ServerStreaming.class))) {
      return element(returns).flatMap(response -> requested(data, response, true));
    }
    if (!StreamTypes.isFuture(returns)) {
      return requested(data, returns, false);
    }
    Optional<JavaType> response = element(returns);
    if (response.isPresent()
        && (StreamTypes.isStream(response.get()) || StreamTypes.isFuture(response.get()))) {
      return refuse(
          "it returns " + returns + ", and a call waits for one thing only",
          "return " + response.get());
    }
    return response.flatMap(one -> requested(data, one, false));
  }

  private Optional<Call> requested(
      List<JavaParameter> data, JavaType response, boolean serverStreaming) {
    List<JavaParameter> streams =
        data.stream().filter(one -> StreamTypes.isStream(one.type())).toList();
    if (streams.isEmpty()) {
      return Optional.of(new Call(Optional.empty(), data, response, serverStreaming));
    }
    if (data.size() > 1) {
      return refuse(
          "it takes " + streams.get(0).type() + " and other values",
          "take the stream alone, and put what else there is into its messages");
    }
    return element(streams.get(0).type())
        .map(request -> new Call(Optional.of(request), List.of(), response, serverStreaming));
  }

  /** What a stream or future is of. */
  private Optional<JavaType> element(JavaType type) {
    List<JavaType> arguments = ((JavaType.Named) type).arguments();
    if (arguments.size() != 1) {
      diagnostics.add(
          origin.finding(
              Code.UNRESOLVED_TYPE,
              type + " is used without its argument",
              "What it holds cannot be known.",
              "say what it holds, as in " + type + "<User>"));
      return Optional.empty();
    }
    return Optional.of(arguments.get(0));
  }

  private boolean agreesWithAnnotations(Call call) {
    if (has(ClientStreaming.class) && (call.streamed().isEmpty() || call.serverStreaming())) {
      refuse(
          "it is annotated with @ClientStreaming and has no stream of requests with one response",
          "take a stream, or drop the annotation");
      return false;
    }
    if (has(ServerStreaming.class) && !call.serverStreaming()) {
      refuse(
          "it is annotated with @ServerStreaming and returns " + method.returns(),
          "return a Stream, Iterator, Iterable or Publisher, or drop the annotation");
      return false;
    }
    return true;
  }

  private boolean has(Class<?> annotation) {
    return method.annotations().has(annotation.getName());
  }

  private Optional<Call> refuse(String problem, String fix) {
    diagnostics.add(
        origin.finding(
            Code.NOT_A_CALL,
            problem,
            "A call has one request or a stream of them, and one response or a stream of them.",
            fix + ", or annotate with @ProtoIgnore"));
    return Optional.empty();
  }
}
