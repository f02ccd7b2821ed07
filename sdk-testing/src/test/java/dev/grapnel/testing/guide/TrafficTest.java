package dev.grapnel.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.FakeChannel;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.UserService;
import dev.grapnel.testing.traffic.Recording;
import dev.grapnel.testing.traffic.TrafficRecorder;
import dev.grapnel.testing.user.UserServiceGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficTest {

  @TempDir Path folder;
  private Path fixture;

  @BeforeEach
  void recordTraffic() throws Exception {
    fixture = folder.resolve("users.json");
    try (var client = GRPCTestClient.of(new UserService()).start()) {
      // region: record
      TrafficRecorder recorder = TrafficRecorder.create();
      UserDirectory directory = new UserDirectory(client.with(recorder).channel());
      directory.nameOf(123);

      recorder.recording().write(fixture);
      // endregion
    }
    assertThat(Files.readString(fixture)).contains("\"Test User\"");
  }

  // region: replay
  @Test
  void answersAsRecorded() {
    var users = Recording.read(fixture).replay(UserServiceGrpc.getServiceDescriptor());

    try (var channel = FakeChannel.of(users)) {
      assertThat(new UserDirectory(channel).nameOf(123)).isEqualTo("Test User");
    }
  }
  // endregion
}
