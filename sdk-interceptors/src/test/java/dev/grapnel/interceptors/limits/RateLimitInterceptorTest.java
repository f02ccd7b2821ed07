package dev.grapnel.interceptors.limits;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.QuotaFailure;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceBlockingStub;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.TestCaller;
import dev.grapnel.testing.assertion.GrpcAssertions;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RateLimitInterceptorTest {

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> TENANT =
      Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER);
  private static final WriteRequest REQUEST = WriteRequest.newBuilder().setText("hi").build();

  private final VirtualClock clock = VirtualClock.create();
  private final Handled handled = new Handled();
  private final Outside outside = new Outside();

  private GRPCTestClient client(ServerInterceptor limits) {
    return GRPCTestClient.builder()
        .addService(new NoteService())
        .addInterceptor(outside)
        .addInterceptor(limits)
        .addInterceptor(handled)
        .build()
        .start();
  }

  private RateLimitInterceptor limit(RateLimit limit, LimitKey key) {
    return RateLimitInterceptor.builder(limit, key).ticker(clock).build();
  }

  private static NoteServiceBlockingStub stub(TestCaller caller) {
    return caller.stub(NoteServiceGrpc::newBlockingStub);
  }

  private static void passes(NoteServiceBlockingStub stub) {
    assertThatCall(() -> stub.write(REQUEST)).succeeds();
  }

  private static void isRefused(NoteServiceBlockingStub stub) {
    assertThatCall(() -> stub.write(REQUEST)).failsWith(Status.Code.RESOURCE_EXHAUSTED);
  }

  @ParameterizedTest
  @EnumSource
  void refusesEachKindBeforeAnyMessageIsRead(CallKind kind) {
    try (var client = client(limit(RateLimit.perSecond(2).burst(1), LimitKey.all()))) {
      var stub = client.stub(NoteServiceGrpc::newStub);

      assertThat(kind.call(stub).awaitEnd().isOk()).isTrue();
      handled.events.clear();
      var second = kind.call(stub);

      GrpcAssertions.assertThat(second)
          .failsWith(Status.Code.RESOURCE_EXHAUSTED)
          .hasDescription("over the rate limit of 2 calls per second")
          .hasRetryDelay(Duration.ofMillis(500))
          .hasTrailer(PUSHBACK, "500")
          .hasDetail(
              QuotaFailure.newBuilder()
                  .addViolations(
                      QuotaFailure.Violation.newBuilder()
                          .setSubject("all")
                          .setDescription("2 calls per second"))
                  .build());
      assertThat(handled.events).doesNotContain("start", "message");
      assertThat(outside.closes)
          .extracting(Status::getCode)
          .containsExactly(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  @Test
  void letsABurstPassAndThenTheRate() {
    try (var client = client(limit(RateLimit.perSecond(10).burst(3), LimitKey.all()))) {
      var stub = stub(client.caller());
      passes(stub);
      passes(stub);
      passes(stub);
      isRefused(stub);
      clock.advance(Duration.ofMillis(99));
      assertThatCall(() -> stub.write(REQUEST))
          .failsWith(Status.Code.RESOURCE_EXHAUSTED)
          .hasRetryDelay(Duration.ofMillis(1));
      clock.advance(Duration.ofMillis(1));
      passes(stub);
      isRefused(stub);
      clock.advance(Duration.ofDays(1));
      passes(stub);
      passes(stub);
      passes(stub);
      isRefused(stub);
    }
  }

  @Test
  void countsEachPrincipalAndOthersByTheirPeer() {
    try (var client = client(limit(RateLimit.perSecond(1), LimitKey.principal()))) {
      var ana = stub(client.as(Principal.builder("ana").build()));
      var ben = stub(client.as(Principal.builder("ben").build()));
      var nobody = stub(client.caller());
      passes(ana);
      passes(ben);
      passes(nobody);
      assertThatCall(() -> ana.write(REQUEST))
          .failsWith(Status.Code.RESOURCE_EXHAUSTED)
          .hasDetailOfType(
              QuotaFailure.class,
              quota -> {
                assertThat(quota.getViolations(0).getSubject()).isEqualTo("principal");
                assertThat(quota.toString()).doesNotContain("ana");
              });
      assertThatCall(() -> nobody.write(REQUEST))
          .failsWith(Status.Code.RESOURCE_EXHAUSTED)
          .hasDetailOfType(
              QuotaFailure.class,
              quota -> assertThat(quota.getViolations(0).getSubject()).isEqualTo("peer"));
    }
  }

  @Test
  void countsEachMethod() {
    try (var client = client(limit(RateLimit.perSecond(1), LimitKey.method()))) {
      var stub = stub(client.caller());
      passes(stub);
      assertThatCall(() -> stub.read(ReadRequest.getDefaultInstance())).succeeds();
      isRefused(stub);
    }
  }

  @Test
  void countsWhatAFunctionFindsAndThePeerWhereThereIsNothing() {
    LimitKey tenant = LimitKey.of("tenant", (call, headers) -> headers.get(TENANT));
    try (var client = client(limit(RateLimit.perSecond(1), tenant))) {
      var first = stub(client.with(tenant("a")));
      var second = stub(client.with(tenant("b".repeat(5000))));
      var none = stub(client.caller());
      passes(first);
      passes(second);
      passes(none);
      isRefused(first);
      isRefused(second);
      isRefused(none);
    }
  }

  private static ClientInterceptor tenant(String name) {
    Metadata headers = new Metadata();
    headers.put(TENANT, name);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  @ParameterizedTest
  @EnumSource
  void failsTheCallIfTheKeyThrows(CallKind kind) {
    LimitKey broken =
        LimitKey.of(
            "tenant",
            (call, headers) -> {
              throw new IllegalStateException("no tenant");
            });
    try (var client = client(limit(RateLimit.perSecond(1), broken))) {
      var call = kind.call(client.stub(NoteServiceGrpc::newStub));

      GrpcAssertions.assertThat(call).failsWith(Status.Code.INTERNAL);
      assertThat(handled.events).isEmpty();
      assertThat(outside.closes).extracting(Status::getCode).containsExactly(Status.Code.INTERNAL);
    }
  }

  @Test
  void tellsAllThatIsWrongWithItsSettings() {
    assertThatThrownBy(
            () ->
                RateLimitInterceptor.builder(RateLimit.perSecond(1), LimitKey.all())
                    .maxKeys(0)
                    .idleTime(Duration.ZERO)
                    .storeTimeout(Duration.ofHours(1))
                    .build())
        .isInstanceOfSatisfying(
            ConfigException.class,
            failure ->
                assertThat(failure.problems())
                    .containsExactly(
                        "maxKeys is 0: expected at least 1",
                        "idleTime is PT0S: expected a time above zero, at most PT8784H",
                        "storeTimeout is PT1H: expected a time above zero, at most PT1M"));
    assertThatThrownBy(() -> new RateLimit(0, Duration.ZERO, 0, " "))
        .isInstanceOfSatisfying(
            ConfigException.class, failure -> assertThat(failure.problems()).hasSize(4));
    assertThatThrownBy(() -> RateLimit.perSecond(1_000_001))
        .hasMessageContaining("one for each microsecond");
    assertThatThrownBy(() -> RateLimit.of(1, Duration.ofDays(366)).burst(1000))
        .hasMessageContaining("100 years");
  }
}
