package dev.grapnel.testing.seed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.*;
import dev.grapnel.testing.user.*;
import org.junit.jupiter.api.Test;

class UserServiceIntegrationTest {
  @Test
  void createsAndGetsUser() {
    try (var client = GRPCTestClient.of(new UserService()).start()) {
      var users = client.stub(UserServiceGrpc::newBlockingStub);
      var ana = CreateUserRequest.newBuilder().setName("John Doe").setEmail("john@example.com");
      var user = users.createUser(ana.build());

      var retrieved = users.getUser(GetUserRequest.newBuilder().setId(user.getId()).build());

      assertThat(retrieved.getName()).isEqualTo("John Doe");
      assertThat(retrieved.getEmail()).isEqualTo("john@example.com");
    }
  }
}
