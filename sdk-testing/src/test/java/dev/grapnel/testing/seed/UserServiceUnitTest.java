package dev.grapnel.testing.seed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.UserService;
import dev.grapnel.testing.junit.GrpcTest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import org.junit.jupiter.api.Test;

@GrpcTest(UserService.class)
class UserServiceUnitTest {
  @Test
  void getsUser(UserServiceBlockingStub users) {
    var response = users.getUser(GetUserRequest.newBuilder().setId(123).build());

    assertThat(response.getId()).isEqualTo(123);
    assertThat(response.getName()).isEqualTo("Test User");
  }
}
