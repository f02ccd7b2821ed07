package dev.grapnel.protogen.service;

import dev.grapnel.protogen.model.JavaType;
import java.util.Set;

/** Types that are about a call and are no data themselves, by name. */
final class StreamTypes {

  private static final Set<String> STREAMS =
      Set.of(
          "java.util.Iterator",
          "java.util.stream.Stream",
          "java.util.concurrent.Flow$Publisher",
          "org.reactivestreams.Publisher",
          "reactor.core.publisher.Flux",
          "io.smallrye.mutiny.Multi",
          "io.reactivex.rxjava3.core.Flowable",
          "io.reactivex.rxjava3.core.Observable",
          "kotlinx.coroutines.flow.Flow");
  private static final Set<String> FUTURES =
      Set.of(
          "java.util.concurrent.Future",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.CompletionStage",
          "com.google.common.util.concurrent.ListenableFuture",
          "io.smallrye.mutiny.Uni",
          "reactor.core.publisher.Mono",
          "io.reactivex.rxjava3.core.Single",
          "io.reactivex.rxjava3.core.Maybe");
  private static final Set<String> OBSERVERS =
      Set.of(
          "io.grpc.stub.StreamObserver",
          "io.grpc.stub.CallStreamObserver",
          "io.grpc.stub.ServerCallStreamObserver",
          "io.grpc.stub.ClientCallStreamObserver");
  private static final Set<String> CONTEXTS =
      Set.of("io.grpc.Context", "io.grpc.Deadline", "io.grpc.Metadata", "io.grpc.CallOptions");

  /** Known by their simple names, whoever's they are. */
  private static final Set<String> CONTEXT_NAMES = Set.of("CallContext", "CancellationToken");

  private StreamTypes() {}

  static boolean isStream(JavaType type) {
    return is(type, STREAMS);
  }

  static boolean isFuture(JavaType type) {
    return is(type, FUTURES);
  }

  static boolean isObserver(JavaType type) {
    return is(type, OBSERVERS);
  }

  static boolean isIterable(JavaType type) {
    return type instanceof JavaType.Named named && named.className().equals("java.lang.Iterable");
  }

  static boolean isContext(JavaType type) {
    return is(type, CONTEXTS)
        || (type instanceof JavaType.Named named
            && CONTEXT_NAMES.contains(simpleName(named.className())));
  }

  static boolean isVoid(JavaType type) {
    return (type instanceof JavaType.Primitive primitive && primitive.name().equals("void"))
        || (type instanceof JavaType.Named named && named.className().equals("java.lang.Void"));
  }

  static String simpleName(String className) {
    return className.substring(
        Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
  }

  private static boolean is(JavaType type, Set<String> names) {
    return type instanceof JavaType.Named named && names.contains(named.className());
  }
}
