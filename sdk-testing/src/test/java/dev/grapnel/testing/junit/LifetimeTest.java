package dev.grapnel.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.UserService;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import io.grpc.Server;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For how long a server runs, and which one a nested class has. */
class LifetimeTest {

  private static final Set<Server> SEEN = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {PerTestCase.class, InstanceExtensionCase.class, SupplierExtensionCase.class})
  void perTest(Class<?> testClass) {
    assertAllPassed(testClass, 3);
    assertThat(SEEN).hasSize(3).allMatch(Server::isTerminated);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        PerClassCase.class,
        StaticExtensionCase.class,
        OneInstanceCase.class,
        InheritingCase.class
      })
  void perClass(Class<?> testClass) {
    assertAllPassed(testClass, 3);
    assertThat(SEEN).hasSize(1).allMatch(Server::isTerminated);
  }

  @Test
  void theNearestAnnotationCounts() {
    assertAllPassed(OuterPerClassCase.class, 5);
    // One of the class, one of each of two tests, one of the other class.
    assertThat(SEEN).hasSize(4).allMatch(Server::isTerminated);
    SEEN.clear();
    assertAllPassed(OuterPerTestCase.class, 4);
    assertThat(SEEN).hasSize(3).allMatch(Server::isTerminated);
  }

  @Test
  void lifecycleMethodsOfAClassHaveItsServer() {
    assertAllPassed(LifecycleMethodsCase.class, 1);
    assertThat(SEEN).hasSize(1).allMatch(Server::isTerminated);
  }

  @Test
  void lifecycleMethodsOfATestHaveItsServer() {
    assertAllPassed(EachCase.class, 1);
    assertThat(SEEN).hasSize(1).allMatch(Server::isTerminated);
  }

  private static void assertAllPassed(Class<?> testClass, int tests) {
    var results = Run.of(testClass);
    assertThat(Run.failures(results)).isEmpty();
    assertThat(results.testEvents().succeeded().count()).isEqualTo(tests);
  }

  /** Three tests that see which server they have. */
  abstract static class ThreeTests {

    @Test
    void one(Server server) {
      SEEN.add(server);
    }

    @Test
    void two(Server server) {
      SEEN.add(server);
    }

    @Test
    void three(Server server, UserServiceBlockingStub users) {
      SEEN.add(server);
      assertThat(users.getUser(GetUserRequest.newBuilder().setId(123).build()).getName())
          .isEqualTo("Test User");
    }
  }

  @GrpcTest(UserService.class)
  static class PerTestCase extends ThreeTests {}

  @GrpcTest(value = UserService.class, lifetime = Lifetime.PER_CLASS)
  static class PerClassCase extends ThreeTests {}

  static class InheritingCase extends PerClassCase {}

  static class InstanceExtensionCase extends ThreeTests {
    @RegisterExtension final GrpcExtension grpc = GrpcExtension.of(new UserService());
  }

  static class SupplierExtensionCase extends ThreeTests {
    @RegisterExtension
    final GrpcExtension grpc = GrpcExtension.of(() -> GRPCTestClient.of(new UserService()));
  }

  static class StaticExtensionCase extends ThreeTests {
    @RegisterExtension static final GrpcExtension GRPC = GrpcExtension.of(new UserService());
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstanceCase extends InstanceExtensionCase {}

  @GrpcTest(value = UserService.class, lifetime = Lifetime.PER_CLASS)
  static class OuterPerClassCase {

    @Test
    void own(Server server) {
      SEEN.add(server);
    }

    @Nested
    class Inheriting {
      @Test
      void own(Server server) {
        assertThat(SEEN).contains(server);
      }
    }

    @Nested
    @GrpcTest(UserService.class)
    class PerTest {
      @Test
      void one(Server server) {
        assertThat(SEEN.add(server)).isTrue();
      }

      @Test
      void two(Server server) {
        assertThat(SEEN.add(server)).isTrue();
      }
    }

    @Nested
    @GrpcTest(value = UserService.class, lifetime = Lifetime.PER_CLASS)
    class PerClass {
      @Test
      void one(Server server) {
        assertThat(SEEN.add(server)).isTrue();
      }
    }
  }

  @GrpcTest(UserService.class)
  static class OuterPerTestCase {

    @Test
    void own(Server server) {
      assertThat(SEEN.add(server)).isTrue();
    }

    @Nested
    class Inheriting {
      @Test
      void own(Server server) {
        assertThat(SEEN.add(server)).isTrue();
      }
    }

    @Nested
    @GrpcTest(value = UserService.class, lifetime = Lifetime.PER_CLASS)
    class PerClass {
      @Test
      void one(Server server) {
        SEEN.add(server);
      }

      @Test
      void two(Server server) {
        SEEN.add(server);
      }
    }
  }

  @GrpcTest(value = UserService.class, lifetime = Lifetime.PER_CLASS)
  static class LifecycleMethodsCase {

    private final int created;

    LifecycleMethodsCase(UserServiceBlockingStub users) {
      created = users.getUser(GetUserRequest.newBuilder().setId(124).build()).getId();
    }

    @BeforeAll
    static void before(Server server, UserServiceBlockingStub users) {
      SEEN.add(server);
      users.createUser(CreateUserRequest.getDefaultInstance());
    }

    @Test
    void sees() {
      assertThat(created).isEqualTo(124);
    }

    @AfterAll
    static void after(Server server) {
      SEEN.add(server);
      assertThat(server.isShutdown()).isFalse();
    }
  }

  @GrpcTest(UserService.class)
  static class EachCase {

    @Injected UserServiceBlockingStub users;
    private int created;

    @BeforeEach
    void before(Server server) {
      SEEN.add(server);
      created = users.createUser(CreateUserRequest.getDefaultInstance()).getId();
    }

    @Test
    void sees(Server server, UserServiceBlockingStub stub) {
      SEEN.add(server);
      assertThat(stub.getUser(GetUserRequest.newBuilder().setId(created).build()).getId())
          .isEqualTo(created);
    }
  }
}
