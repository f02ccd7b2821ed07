package dev.grapnel.testing.guide;

import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;

/** Code that calls a user service, as the guide tests it. */
final class UserDirectory {

  private final UserServiceGrpc.UserServiceBlockingStub users;

  UserDirectory(Channel channel) {
    this.users = UserServiceGrpc.newBlockingStub(channel);
  }

  /** Asks once more if the server is away. */
  String nameOf(int id) {
    GetUserRequest request = GetUserRequest.newBuilder().setId(id).build();
    try {
      return users.getUser(request).getName();
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() != Status.Code.UNAVAILABLE) {
        throw failure;
      }
      return users.getUser(request).getName();
    }
  }

  /** Asks for five seconds at most. */
  String nameInTime(int id) {
    GetUserRequest request = GetUserRequest.newBuilder().setId(id).build();
    return users.withDeadline(Deadline.after(5, TimeUnit.SECONDS)).getUser(request).getName();
  }
}
