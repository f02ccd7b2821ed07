package dev.grapnel.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.UserService;
import dev.grapnel.testing.junit.AsPrincipal;
import dev.grapnel.testing.junit.GrpcExtension;
import dev.grapnel.testing.junit.GrpcTest;
import dev.grapnel.testing.junit.Injected;
import dev.grapnel.testing.junit.Served;
import dev.grapnel.testing.user.DeleteUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JUnitTest {

  private static final GetUserRequest ANYBODY = GetUserRequest.newBuilder().setId(123).build();

  @Nested
  // region: annotation
  @GrpcTest(UserService.class)
  class UserServiceTest {
    @Test
    void findsUsers(UserServiceBlockingStub users) {
      assertThat(users.getUser(ANYBODY).getName()).isEqualTo("Test User");
    }

    @Test
    @AsPrincipal(value = "root", roles = "staff")
    void letsStaffDelete(UserServiceBlockingStub users) {
      users.deleteUser(DeleteUserRequest.newBuilder().setId(123).build());
    }
  }

  // endregion

  @Nested
  // region: fields
  @GrpcTest
  class UserServiceWithFieldsTest {
    @Served final UserService service = new UserService();
    @Injected UserServiceBlockingStub users;

    @Injected
    @AsPrincipal(value = "root", roles = "staff")
    UserServiceBlockingStub staff;

    @Test
    void letsStaffDelete() {
      staff.deleteUser(DeleteUserRequest.newBuilder().setId(123).build());
    }
  }

  // endregion

  @Nested
  class UserServiceWithSettingsTest {
    // region: extension
    @RegisterExtension
    final GrpcExtension grpc =
        GrpcExtension.of(
            () ->
                GRPCTestClient.builder()
                    .addService(new UserService())
                    .transport(Transport.LOOPBACK)
                    .callLimit(Duration.ofSeconds(5))
                    .build());

    // endregion

    @Test
    void findsUsers(UserServiceBlockingStub users) {
      assertThat(users.getUser(ANYBODY).getName()).isEqualTo("Test User");
    }
  }
}
