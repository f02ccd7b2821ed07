package dev.grapnel.protogen.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.annotation.ClientStreaming;
import dev.grapnel.protogen.annotation.ProtoService;
import dev.grapnel.protogen.annotation.Rpc;
import dev.grapnel.protogen.annotation.ServerStreaming;
import dev.grapnel.protogen.classfile.ClassFiles;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.mapping.MappingOptions;
import dev.grapnel.protogen.mapping.ModelMapper;
import dev.grapnel.protogen.mapping.PackageNames;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RefusedCallsTest {

  interface Overloaded {
    void find(String name);

    void find(int number);

    void findAsync(long number);

    void getUrl();

    void getURL();
  }

  interface Named {
    void find(String name);

    @Rpc(name = "FindByNumber")
    void find(int number);
  }

  interface Shapeless {
    StreamObserver<String> observer();

    String two(StreamObserver<String> one, StreamObserver<String> other);

    StreamObserver<String> both(String name, StreamObserver<String> responses);

    void mixed(Stream<String> values, int number);

    CompletableFuture<Stream<String>> later();

    @ServerStreaming
    List<String> list();

    @ClientStreaming
    void single(String value);
  }

  @SuppressWarnings("rawtypes")
  interface Raw {
    CompletableFuture future();

    <T> T generic(T value);
  }

  @ProtoService(name = "raw service")
  interface BadNames {
    @Rpc(name = "get-it")
    void get();

    void clash(int fooBar, int foo_bar);
  }

  private static List<String> findings(String className) {
    Diagnostics diagnostics = new Diagnostics();
    ClassFiles classes = ClassFiles.of(RefusedCallsTest.class.getClassLoader());
    ModelMapper mapper =
        new ModelMapper(
            classes,
            new MappingOptions(new PackageNames(Map.of(), "", "v1"), false, false),
            diagnostics);
    new CodeFirst(classes, mapper, diagnostics).make(className);
    return diagnostics.all().stream().map(RefusedCallsTest::brief).toList();
  }

  private static String brief(Diagnostic one) {
    return one.code().id() + " " + one.subject() + ": " + one.problem();
  }

  @Test
  void callsOfOneNameAreErrors() {
    assertThat(findings(Overloaded.class.getName()))
        .containsExactly(
            "PG073 Overloaded.find: there are two methods for the call Find",
            "PG073 Overloaded.findAsync: there are two methods for the call Find",
            "PG071 Overloaded.getURL: the calls GetURL and GetUrl differ by case alone");
  }

  @Test
  void anOverloadedMethodCanBeNamed() {
    assertThat(findings(Named.class.getName())).isEmpty();
  }

  @Test
  void shapesThatAreNoCallAreToldAllAtOnce() {
    assertThat(findings(Shapeless.class.getName()))
        .containsExactly(
            "PG074 Shapeless.observer: its observers are no shape of a call",
            "PG074 Shapeless.two: its observers are no shape of a call",
            "PG074 Shapeless.both: its observers are no shape of a call",
            "PG074 Shapeless.mixed: it takes Stream<String> and other values",
            "PG074 Shapeless.later: it returns CompletableFuture<Stream<String>>, and a call waits"
                + " for one thing only",
            "PG074 Shapeless.list: it is annotated with @ServerStreaming and returns List<String>",
            "PG074 Shapeless.single: it is annotated with @ClientStreaming and has no stream of"
                + " requests with one response");
  }

  @Test
  void typesThatAreNotKnownAreErrors() {
    assertThat(findings(Raw.class.getName()))
        .containsExactly(
            "PG051 Raw.future: CompletableFuture is used without its argument",
            "PG051 Raw.generic.value: the type T stands for nothing here");
  }

  @Test
  void namesMustBeGood() {
    assertThat(findings(BadNames.class.getName()))
        .containsExactly(
            "PG023 BadNames: \"raw service\" is no name for a service",
            "PG023 BadNames.get: \"get-it\" is no name for a call",
            "PG021 BadNames.clash.foo_bar: it shares its JSON name with BadNames.clash.fooBar");
  }

  @Test
  void parameterNamesMustBeInTheClassFile() {
    // The JDK is compiled without them.
    assertThat(findings("java.util.function.IntBinaryOperator"))
        .containsExactly(
            "PG072 IntBinaryOperator.applyAsInt: the class file does not tell the names of its"
                + " parameters");
  }

  @Test
  void aServiceIsAnInterface() {
    assertThat(findings("com.acme.Missing"))
        .containsExactly("PG001 com.acme.Missing: it is not found");
    assertThat(findings(RefusedCallsTest.class.getName()))
        .containsExactly("PG003 RefusedCallsTest: it is no interface");
  }
}
