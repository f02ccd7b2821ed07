package dev.grapnel.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.UserService;
import dev.grapnel.testing.call.OpenCallError;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceStub;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A test that leaves a call open fails, and no other one does. */
class LeakingTestsTest {

  private static final GetUserRequest USER_123 = GetUserRequest.newBuilder().setId(123).build();

  @Test
  void failsTheTestThatLeaks() {
    var results = Run.of(PerTestCase.class);

    assertThat(Run.failed(results)).containsExactly("leaks(UserServiceStub)");
    assertThat(Run.failures(results)).singleElement().satisfies(LeakingTestsTest::assertLeak);
  }

  @Test
  void failsOneOfManyThatShareAServerInParallel() {
    var results =
        Run.of(
            SharedCase.class,
            Map.of(
                "junit.jupiter.execution.parallel.enabled", "true",
                "junit.jupiter.execution.parallel.mode.default", "concurrent",
                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "8"));

    assertThat(Run.failures(results)).singleElement().satisfies(LeakingTestsTest::assertLeak);
    assertThat(Run.failed(results)).containsExactly("repetition 25 of 50");
    assertThat(results.testEvents().succeeded().count()).isEqualTo(49);
  }

  @Test
  void keepsTheOwnFailureOfATestFirst() {
    var results = Run.of(FailingCase.class);

    assertThat(Run.failures(results))
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure).hasMessage("its own");
              assertThat(failure.getSuppressed())
                  .singleElement()
                  .satisfies(also -> assertThat(also).isInstanceOf(OpenCallError.class));
            });
  }

  private static void assertLeak(Throwable failure) {
    assertThat(failure)
        .isInstanceOf(OpenCallError.class)
        .hasMessageMatching(
            "1 call was left open at the end of the test:\n"
                + "  user\\.UserService/Chat \\(bidi streaming\\), started at "
                + "dev\\.grapnel\\.testing\\.junit\\.LeakingTestsTest\\.leak\\(LeakingTestsTest\\.java:\\d+\\)\n"
                + "    expected: closed by the server, read to its end, or cancelled\n"
                + "     but was: open: sent 0 messages, received 0 messages");
  }

  private static void leak(UserServiceStub users) {
    StreamObserver<ChatMessage> unused = users.chat(new Ignoring());
    assertThat(unused).isNotNull();
  }

  private static GRPCTestClient hasty() {
    return GRPCTestClient.builder()
        .addService(new UserService())
        .leakGrace(Duration.ofMillis(100))
        .build();
  }

  static class PerTestCase {

    @RegisterExtension final GrpcExtension grpc = GrpcExtension.of(LeakingTestsTest::hasty);

    @Test
    void leaks(UserServiceStub users) {
      leak(users);
    }

    @Test
    void ends(UserServiceBlockingStub users) {
      assertThat(users.getUser(USER_123).getId()).isEqualTo(123);
    }
  }

  @GrpcTest(value = UserService.class, lifetime = Lifetime.PER_CLASS)
  static class SharedCase {

    @RepeatedTest(50)
    void test(UserServiceBlockingStub users, UserServiceStub async, RepetitionInfo repetition) {
      assertThat(users.getUser(USER_123).getId()).isEqualTo(123);
      if (repetition.getCurrentRepetition() == 25) {
        leak(async);
      }
    }
  }

  static class FailingCase {

    @RegisterExtension final GrpcExtension grpc = GrpcExtension.of(LeakingTestsTest::hasty);

    @Test
    void fails(UserServiceStub users) {
      leak(users);
      throw new AssertionError("its own");
    }
  }

  private static final class Ignoring implements StreamObserver<ChatMessage> {

    @Override
    public void onNext(ChatMessage message) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
