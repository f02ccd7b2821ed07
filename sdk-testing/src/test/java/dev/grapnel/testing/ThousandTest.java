package dev.grapnel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.junit.GrpcTest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import org.junit.jupiter.api.RepeatedTest;

/** A server for each of a thousand tests: what that costs is in the report of this class. */
@GrpcTest(UserService.class)
class ThousandTest {

  @RepeatedTest(1000)
  void getsUser(UserServiceBlockingStub users) {
    assertThat(users.getUser(GetUserRequest.newBuilder().setId(123).build()).getName())
        .isEqualTo("Test User");
  }
}
