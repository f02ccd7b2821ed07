package dev.grapnel.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.TestCaller;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.UserService;
import dev.grapnel.testing.mymodel.MyModelControllerGrpc.MyModelControllerBlockingStub;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingV2Stub;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceFutureStub;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceStub;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tests get, as whom they call, and what is told when it cannot be. */
class InjectionTest {

  private static final GetUserRequest USER_123 = GetUserRequest.newBuilder().setId(123).build();

  @ParameterizedTest
  @ValueSource(
      classes = {
        EveryKindCase.class,
        PrincipalsCase.class,
        ServedCase.class,
        LoopbackCase.class,
        ComposedCase.class
      })
  void passes(Class<?> testClass) {
    var results = Run.of(testClass);

    assertThat(Run.failures(results)).isEmpty();
    assertThat(results.testEvents().succeeded().count()).isPositive();
  }

  @Test
  void wrongFieldsAreTold() {
    assertFails(StaticFieldCase.class, "is static or final: @Injected sets a field of each test");
    assertFails(FinalFieldCase.class, "is static or final: @Injected sets a field of each test");
    assertFails(
        StringFieldCase.class,
        "cannot be injected: expected a generated stub, Channel, TestCaller, GRPCTestClient or Server");
    assertFails(
        OtherStubCase.class,
        "MyModelControllerBlockingStub calls mymodel.MyModelController, which is not here: there is user.UserService");
    assertFails(ServedStringCase.class, "is no service: @Served expects a BindableService");
    assertFails(ServedNullCase.class, "is null: expected a service where it is declared");
    assertFails(
        ServedPerClassCase.class,
        "is not static: with lifetime = PER_CLASS, @Served needs static fields");
    assertFails(TwoTransportsCase.class, "@GrpcTest names 2 transports: expected one");
    assertFails(
        NoConstructorCase.class,
        "has no constructor without parameters: make it yourself in a field with @Served");
    assertFails(
        FailingConstructorCase.class, "the constructor of " + Failing.class.getName() + " failed");
    assertFails(NothingServedCase.class, "serves nothing: expected @GrpcTest(UserService.class)");
    assertFails(NoAnnotationCase.class, "has no @GrpcTest: expected it, or GrpcExtension.of(...)");
    assertFails(
        RemoteServerCase.class,
        "there is no Server to inject: this GRPCTestClient calls one that is not its own");
  }

  @Test
  void whatComesTooEarlyIsTold() {
    String early =
        ": constructors and @BeforeAll methods get stubs with lifetime = PER_CLASS or a static extension only";
    assertFails(ConstructorCase.class, early);
    assertFails(BeforeAllCase.class, early);
  }

  private static void assertFails(Class<?> testClass, String text) {
    var failures = Run.failures(Run.of(testClass));
    assertThat(failures).as(testClass.getSimpleName()).isNotEmpty();
    assertThat(failures.get(0).getMessage() + " <- " + failures.get(0).getCause()).contains(text);
  }

  /** Answers who calls. */
  static class WhoAmI extends UserServiceGrpc.UserServiceImplBase {

    @Override
    public void getUser(GetUserRequest request, StreamObserver<User> responses) {
      String who =
          CallContext.current()
              .principal()
              .map(p -> p.id() + p.roles() + p.permissions())
              .orElse("nobody");
      responses.onNext(User.newBuilder().setName(who).build());
      responses.onCompleted();
    }
  }

  private static String who(Channel channel) {
    return UserServiceGrpc.newBlockingStub(channel).getUser(USER_123).getName();
  }

  @GrpcTest(UserService.class)
  static class EveryKindCase {

    @Injected UserServiceBlockingStub blocking;
    @Injected private UserServiceBlockingV2Stub blockingV2;
    @Injected protected UserServiceFutureStub future;
    @Injected public UserServiceStub async;
    @Injected Channel channel;
    @Injected TestCaller caller;
    @Injected GRPCTestClient client;
    @Injected Server server;

    @Test
    void fields() throws Exception {
      assertThat(blocking.getUser(USER_123).getId()).isEqualTo(123);
      assertThat(blockingV2.getUser(USER_123).getId()).isEqualTo(123);
      assertThat(future.getUser(USER_123).get().getId()).isEqualTo(123);
      assertThat(async).isNotNull();
      assertThat(UserServiceGrpc.newBlockingStub(channel).getUser(USER_123).getId()).isEqualTo(123);
      assertThat(caller.calls().all()).hasSize(4);
      assertThat(client.calls().all()).hasSize(4);
      assertThat(client.server()).contains(server);
    }

    @Test
    void parameters(
        UserServiceBlockingStub stub,
        UserServiceFutureStub futureStub,
        Channel itsChannel,
        TestCaller itsCaller,
        GRPCTestClient itsClient,
        Server itsServer) {
      assertThat(stub.getChannel()).isSameAs(itsChannel).isSameAs(itsCaller.channel());
      assertThat(futureStub).isNotNull();
      assertThat(itsClient).isSameAs(client);
      assertThat(itsServer).isSameAs(server);
    }

    @Nested
    class Inner {

      @Injected UserServiceBlockingStub inner;

      @Test
      void outerAndInner() {
        assertThat(inner.getUser(USER_123)).isEqualTo(blocking.getUser(USER_123));
      }
    }
  }

  @GrpcTest(WhoAmI.class)
  @AsPrincipal("class")
  static class PrincipalsCase {

    @Injected Channel plain;

    @Injected
    @AsPrincipal("field")
    Channel field;

    @Test
    void ofTheClass(Channel parameter, UserServiceBlockingStub stub, TestCaller caller) {
      assertThat(who(parameter)).isEqualTo("class[][]");
      assertThat(stub.getUser(USER_123).getName()).isEqualTo("class[][]");
      assertThat(who(caller.channel())).isEqualTo("class[][]");
      assertThat(who(plain)).isEqualTo("class[][]");
      assertThat(who(field)).isEqualTo("field[][]");
    }

    @Test
    @AsPrincipal(value = "method", roles = "staff", permissions = "users.delete")
    void ofTheMethod(Channel parameter, @AsPrincipal("parameter") Channel own) {
      assertThat(who(parameter)).isEqualTo("method[staff][users.delete]");
      assertThat(who(own)).isEqualTo("parameter[][]");
      assertThat(who(plain)).isEqualTo("method[staff][users.delete]");
      assertThat(who(field)).isEqualTo("field[][]");
    }

    @Nested
    class Inner {
      @Test
      void ofTheClassAround(Channel parameter) {
        assertThat(who(parameter)).isEqualTo("class[][]");
      }
    }

    @Nested
    @AsPrincipal("inner")
    class Own {
      @Test
      void ofTheNearestClass(Channel parameter) {
        assertThat(who(parameter)).isEqualTo("inner[][]");
        assertThat(who(plain)).isEqualTo("inner[][]");
      }
    }
  }

  @GrpcTest(interceptors = ClosingAll.class)
  static class ServedCase {

    @Served final WhoAmI users = new WhoAmI();

    @Test
    void serves(Channel channel) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> who(channel))
          .hasMessage("ABORTED: closed by the interceptor");
    }
  }

  static class ClosingAll implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      call.close(
          io.grpc.Status.ABORTED.withDescription("closed by the interceptor"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  @GrpcTest(value = UserService.class, transport = Transport.LOOPBACK)
  static class LoopbackCase {
    @Test
    void hasAPort(GRPCTestClient client) {
      assertThat(client.port()).isPositive();
    }
  }

  @Retention(RetentionPolicy.RUNTIME)
  @GrpcTest(WhoAmI.class)
  @AsPrincipal("composed")
  @interface WhoTest {}

  @Retention(RetentionPolicy.RUNTIME)
  @AsPrincipal(value = "admin", roles = "staff")
  @interface AsAdmin {}

  @WhoTest
  static class ComposedCase {

    @Injected @AsAdmin Channel admin;

    @Test
    void ofTheClass(Channel channel, @AsAdmin Channel parameter) {
      assertThat(who(channel)).isEqualTo("composed[][]");
      assertThat(who(parameter)).isEqualTo("admin[staff][]");
      assertThat(who(admin)).isEqualTo("admin[staff][]");
    }

    @Test
    @AsAdmin
    void ofTheMethod(Channel channel) {
      assertThat(who(channel)).isEqualTo("admin[staff][]");
    }
  }

  /** A test that needs nothing. */
  abstract static class OneTest {
    @Test
    void test() {}
  }

  @GrpcTest(UserService.class)
  static class StaticFieldCase extends OneTest {
    @Injected static Channel channel;
  }

  @GrpcTest(UserService.class)
  static class FinalFieldCase extends OneTest {
    @Injected final Channel channel = null;
  }

  @GrpcTest(UserService.class)
  static class StringFieldCase extends OneTest {
    @Injected String name;
  }

  @GrpcTest(UserService.class)
  static class OtherStubCase extends OneTest {
    @Injected MyModelControllerBlockingStub models;
  }

  @GrpcTest
  static class ServedStringCase extends OneTest {
    @Served final String users = "users";
  }

  @GrpcTest
  static class ServedNullCase extends OneTest {
    @Served UserService users;
  }

  @GrpcTest(lifetime = Lifetime.PER_CLASS)
  static class ServedPerClassCase extends OneTest {
    @Served final UserService users = new UserService();
  }

  @GrpcTest(
      value = UserService.class,
      transport = {Transport.LOOPBACK, Transport.IN_PROCESS})
  static class TwoTransportsCase extends OneTest {}

  static class Needing extends UserService {
    Needing(String dependency) {}
  }

  @GrpcTest(Needing.class)
  static class NoConstructorCase extends OneTest {}

  static class Failing extends UserService {
    Failing() {
      throw new IllegalStateException("no");
    }
  }

  @GrpcTest(Failing.class)
  static class FailingConstructorCase extends OneTest {}

  @GrpcTest
  static class NothingServedCase extends OneTest {}

  @ExtendWith(GrpcExtension.class)
  static class NoAnnotationCase extends OneTest {}

  static class RemoteServerCase {
    @RegisterExtension
    final GrpcExtension grpc = GrpcExtension.of(() -> GRPCTestClient.to("127.0.0.1", 1));

    @Test
    void test(Server server) {}
  }

  @GrpcTest(UserService.class)
  static class ConstructorCase extends OneTest {
    ConstructorCase(Channel channel) {}
  }

  @GrpcTest(UserService.class)
  static class BeforeAllCase extends OneTest {
    @BeforeAll
    static void before(Channel channel) {}

    @AfterAll
    static void after() {}
  }
}
