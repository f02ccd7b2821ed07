package dev.grapnel.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.FakeChannel;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.UserService;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FirstTest {

  // region: fake-channel
  @Test
  void getsAUser() {
    try (var channel = FakeChannel.of(new UserService())) {
      var users = channel.stub(UserServiceGrpc::newBlockingStub);

      User user = users.getUser(GetUserRequest.newBuilder().setId(123).build());

      assertThat(user.getName()).isEqualTo("Test User");
    }
  }

  // endregion

  // region: test-client
  @Test
  void createsAUserOverARealPort() {
    GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(new UserService())
            .transport(Transport.LOOPBACK)
            .build();
    try (client) {
      client.start();
      var users = client.stub(UserServiceGrpc::newFutureStub);

      var created = users.createUser(CreateUserRequest.newBuilder().setName("Ana").build());

      assertThat(created).succeedsWithin(Duration.ofSeconds(10));
      assertThat(client.calls().to(UserServiceGrpc.getCreateUserMethod())).hasSize(1);
    }
  }
  // endregion
}
