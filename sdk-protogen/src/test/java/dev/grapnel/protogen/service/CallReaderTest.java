package dev.grapnel.protogen.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.JavaParameter;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.Origin;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types of libraries that are not here are known by name. */
final class CallReaderTest {

  private static final JavaType TEXT = JavaType.named("java.lang.String");

  private static Call read(JavaType returns, JavaType... parameters) {
    List<JavaParameter> all =
        List.of(parameters).stream()
            .map(type -> new JavaParameter("one", type, Annotations.NONE))
            .toList();
    SourceLocation here = SourceLocation.UNKNOWN;
    JavaMethod method =
        new JavaMethod("call", returns, all, List.of(), Set.of(), Annotations.NONE, null, here);
    return new CallReader(method, new Origin(here, "Api.call"), new Diagnostics())
        .read()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.reactivestreams.Publisher",
        "reactor.core.publisher.Flux",
        "io.smallrye.mutiny.Multi",
        "io.reactivex.rxjava3.core.Flowable"
      })
  void publishersAreStreamsBothWays(String publisher) {
    JavaType stream = JavaType.named(publisher, TEXT);
    Call call = read(stream, stream);
    assertThat(call.streamed()).contains(TEXT);
    assertThat(call.serverStreaming()).isTrue();
    assertThat(call.response()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.google.common.util.concurrent.ListenableFuture",
        "io.smallrye.mutiny.Uni",
        "reactor.core.publisher.Mono",
        "java.util.concurrent.CompletionStage"
      })
  void futuresAnswerOnce(String future) {
    Call call = read(JavaType.named(future, TEXT), TEXT);
    assertThat(call.serverStreaming()).isFalse();
    assertThat(call.response()).isEqualTo(TEXT);
    assertThat(call.parameters()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.grpc.Metadata",
        "io.grpc.Context",
        "io.grpc.Deadline",
        "dev.grapnel.core.call.CallContext",
        "com.acme.CancellationToken"
      })
  void contextsAreNoData(String context) {
    assertThat(read(TEXT, JavaType.named(context)).parameters()).isEmpty();
  }
}
