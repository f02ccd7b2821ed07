package dev.grapnel.client.resilience;

import static io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING;
import static io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING;
import static io.grpc.MethodDescriptor.MethodType.UNARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResilienceBuilderTest {

  /** Finds single methods; reflection would want the classes that any of them names. */
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();

  private final String name = InProcessServerBuilder.generateName();
  private final KindsServer server = KindsServer.inProcess(name);
  private final ManagedChannel plain =
      InProcessChannelBuilder.forName(name).overrideAuthority("users:50051").build();

  @AfterEach
  void stop() {
    plain.shutdownNow();
    server.close();
  }

  private static void assertProblems(ResilienceBuilder builder, String... parts) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(builder::build)
        .satisfies(
            e -> {
              assertThat(e.problems()).hasSameSizeAs(parts);
              for (int i = 0; i < parts.length; i++) {
                assertThat(e.problems().get(i)).contains(parts[i]);
              }
            });
  }

  @Test
  void tellsAllThatIsWrong() {
    assertProblems(Resilience.builder(), "nothing is configured");
    assertProblems(
        Resilience.builder()
            .bulkhead(BulkheadConfig.custom().maxWaitDuration(Duration.ofMillis(5)).build())
            .rateLimiter(RateLimiterConfig.ofDefaults())
            .failures(Status.Code.CANCELLED, Status.Code.OK),
        "bulkhead lets calls wait: maxWaitDuration is PT0.005S, expected Duration.ZERO",
        "rateLimiter lets calls wait: timeoutDuration is PT5S",
        "failures names OK",
        "failures names CANCELLED");
  }

  @Test
  void tellsOfABulkheadInARegistryThatWaits() {
    BulkheadRegistry registry = BulkheadRegistry.ofDefaults();
    registry.bulkhead(
        "one", BulkheadConfig.custom().maxWaitDuration(Duration.ofSeconds(1)).build());
    assertProblems(Resilience.builder().bulkhead(registry), "maxWaitDuration is PT1S");
  }

  @Test
  void hasDefaultsThatSuitGrpc() {
    Resilience resilience = Resilience.builder().circuitBreaker().build();
    Channel channel = ClientInterceptors.intercept(plain, resilience);
    server.fail(UNARY, Status.INTERNAL);
    for (int i = 0; i < 20; i++) {
      Kinds.call(channel, UNARY);
    }
    assertThat(Kinds.call(channel, UNARY).getDescription())
        .startsWith("circuit breaker test.Kinds/UNARY is open: 100 % of the last 20 calls failed")
        .endsWith("again in 5 s");
    assertThatIllegalStateException()
        .isThrownBy(() -> resilience.bulkhead("any"))
        .withMessageContaining("bulkhead was not set");
  }

  @Test
  void countsWhatTheUserCallsAFailure() {
    Resilience resilience =
        Resilience.builder().circuitBreaker().failures(Status.Code.RESOURCE_EXHAUSTED).build();
    server.fail(UNARY, Status.RESOURCE_EXHAUSTED);
    Kinds.call(ClientInterceptors.intercept(plain, resilience), UNARY);
    server.fail(UNARY, Status.UNAVAILABLE);
    Kinds.call(ClientInterceptors.intercept(plain, resilience), UNARY);

    assertThat(failed(resilience, "test.Kinds/UNARY")).isEqualTo(1);
  }

  @Test
  void sharesByScope() {
    server.fail(UNARY, Status.UNAVAILABLE);
    server.fail(SERVER_STREAMING, Status.UNAVAILABLE);
    assertThat(failedOfTwoMethods(Scope.METHOD, "test.Kinds/UNARY")).isEqualTo(1);
    assertThat(failedOfTwoMethods(Scope.SERVICE, "test.Kinds")).isEqualTo(2);
    assertThat(failedOfTwoMethods(Scope.CLIENT, "users:50051")).isEqualTo(2);
  }

  private int failedOfTwoMethods(Scope scope, String shared) {
    Resilience resilience = Resilience.builder().circuitBreaker().per(scope).build();
    Channel channel = ClientInterceptors.intercept(plain, resilience);
    Kinds.call(channel, UNARY);
    Kinds.call(channel, SERVER_STREAMING);
    return failed(resilience, shared);
  }

  private static int failed(Resilience resilience, String name) {
    return resilience.circuitBreaker(name).getMetrics().getNumberOfFailedCalls();
  }

  @Test
  void usesWhatARegistryHasForAMethod() {
    CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
    registry.circuitBreaker(
        "test.Kinds/UNARY", CircuitBreakerConfig.custom().minimumNumberOfCalls(1).build());
    Channel channel =
        ClientInterceptors.intercept(plain, Resilience.builder().circuitBreaker(registry).build());
    for (MethodDescriptor.MethodType type : List.of(UNARY, BIDI_STREAMING)) {
      server.fail(type, Status.UNAVAILABLE.withDescription("down"));
      Kinds.call(channel, type);
    }

    assertThat(Kinds.call(channel, UNARY).getDescription())
        .isEqualTo("circuit breaker test.Kinds/UNARY is open: 100 % of the last 1 calls failed");
    assertThat(Kinds.call(channel, BIDI_STREAMING).getDescription()).isEqualTo("down");
  }

  @Test
  void remembersOnlySoManyNames() {
    CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
    Resilience resilience = Resilience.builder().circuitBreaker(registry).build();
    Channel channel = ClientInterceptors.intercept(plain, resilience);
    for (int i = 0; i < Resilience.MAX_NAMES + 100; i++) {
      channel.newCall(Kinds.method(UNARY, "m" + i), CallOptions.DEFAULT);
    }
    MethodDescriptor<String, String> generated =
        Kinds.method(UNARY, "generated").toBuilder().setSampledToLocalTracing(true).build();
    channel.newCall(generated, CallOptions.DEFAULT);

    assertThat(registry.getAllCircuitBreakers())
        .hasSize(Resilience.MAX_NAMES + 2)
        .extracting("name")
        .contains(Resilience.OTHER, "test.Kinds/generated");
  }

  @Test
  void needsOnlyTheLibrariesThatAreUsed() throws Throwable {
    try (URLClassLoader loader = without("resilience4j-bulkhead", "-ratelimiter", "micrometer")) {
      Class<?> builder = type(loader, "ResilienceBuilder");
      Class<?> resilience = type(loader, "Resilience");
      Object begun =
          LOOKUP.findStatic(resilience, "builder", MethodType.methodType(builder)).invoke();
      Object added =
          LOOKUP
              .findVirtual(builder, "circuitBreaker", MethodType.methodType(builder))
              .invoke(begun);
      Object built =
          LOOKUP.findVirtual(builder, "build", MethodType.methodType(resilience)).invoke(added);
      MethodHandle find =
          LOOKUP.findVirtual(
              resilience,
              "circuitBreaker",
              MethodType.methodType(
                  loader.loadClass(CircuitBreaker.class.getName()), String.class));

      assertThat(find.invoke(built, "any")).hasToString("CircuitBreaker 'any'");
    }
  }

  @Test
  void namesTheLibraryThatIsMissing() throws Throwable {
    try (URLClassLoader loader = without("resilience4j-")) {
      Class<?> builder = type(loader, "ResilienceBuilder");
      Object begun =
          LOOKUP
              .findStatic(type(loader, "Resilience"), "builder", MethodType.methodType(builder))
              .invoke();
      MethodHandle circuitBreaker =
          LOOKUP.findVirtual(builder, "circuitBreaker", MethodType.methodType(builder));

      assertThatThrownBy(() -> circuitBreaker.invoke(begun))
          .hasMessageStartingWith(
              "io.github.resilience4j:resilience4j-circuitbreaker is needed on the class path");
    }
  }

  private static Class<?> type(ClassLoader loader, String name) throws ClassNotFoundException {
    return loader.loadClass("dev.grapnel.client.resilience." + name);
  }

  private static URLClassLoader without(String... jars) throws IOException {
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> Arrays.stream(jars).noneMatch(entry::contains))
            .map(ResilienceBuilderTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }
}
