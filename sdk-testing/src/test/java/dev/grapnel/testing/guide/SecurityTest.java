package dev.grapnel.testing.guide;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.security.Principal;
import dev.grapnel.testing.FakeChannel;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.UserService;
import dev.grapnel.testing.security.TestAuthority;
import dev.grapnel.testing.security.TestCallContext;
import dev.grapnel.testing.security.TestTokens;
import dev.grapnel.testing.user.DeleteUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityTest {

  private static final DeleteUserRequest DELETE = DeleteUserRequest.newBuilder().setId(123).build();

  // region: principal
  @Test
  void letsOnlyStaffDelete() {
    Principal staff = Principal.builder("root").addRole("staff").build();
    Principal ana = Principal.builder("ana").build();
    try (var channel = FakeChannel.of(new UserService())) {
      var asStaff = channel.as(staff).stub(UserServiceGrpc::newBlockingStub);
      var asAna = channel.as(ana).stub(UserServiceGrpc::newBlockingStub);

      assertThatCall(() -> asAna.deleteUser(DELETE)).failsWith(Status.Code.PERMISSION_DENIED);
      assertThatCall(() -> asStaff.deleteUser(DELETE)).succeeds();
    }
  }

  // endregion

  // region: context
  @Test
  void runsInACall() {
    Principal ana = Principal.builder("ana").build();

    TestCallContext.as(ana)
        .metadata("x-request-id", "r-1")
        .run(() -> assertThat(CallContext.current().requestId()).isEqualTo("r-1"));
  }

  // endregion

  @Test
  void makesTokens() {
    // region: tokens
    TestTokens tokens = TestTokens.rsa().issuer("https://login.example.com").audience("users");
    Principal ana = Principal.builder("ana").addPermission("users.delete").build();

    String publicKey = tokens.publicKeyPem(); // what the service is configured with
    String valid = tokens.token(ana);
    String expired = tokens.expired(ana);
    String unsigned = tokens.unsigned(ana); // "alg": "none"
    String foreign = tokens.signedByAnother(ana);
    String confused = tokens.confused(ana); // HS256 with the public key as its secret
    // endregion
    assertThat(publicKey).contains("BEGIN PUBLIC KEY");
    assertThat(JWT.decode(valid).getSubject()).isEqualTo("ana");
    assertThat(expired).isNotEqualTo(foreign);
    assertThat(JWT.decode(unsigned).getAlgorithm()).isEqualTo("none");
    assertThat(JWT.decode(confused).getAlgorithm()).isEqualTo("HS256");
  }

  // region: tls
  @Test
  void speaksTls(@TempDir Path folder) {
    TestAuthority authority = TestAuthority.create(folder);
    GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(new UserService())
            .transport(Transport.LOOPBACK)
            .transportSecurity(authority.server("localhost"), authority.client())
            .build();
    try (client) {
      client.start();
      var users = client.stub(UserServiceGrpc::newBlockingStub);
      var request = GetUserRequest.newBuilder().setId(123).build();
      assertThatCall(() -> users.getUser(request)).succeeds();
    }
  }
  // endregion
}
