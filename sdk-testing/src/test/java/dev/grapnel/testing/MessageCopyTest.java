package dev.grapnel.testing;

import static dev.grapnel.testing.UserCalls.chat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages pass as bytes: each side has objects of its own. */
class MessageCopyTest {

  /** Answers each message with the very same object. */
  private static final class Mirror extends UserService {

    private final List<ChatMessage> seen = new CopyOnWriteArrayList<>();

    @Override
    public StreamObserver<ChatMessage> chat(StreamObserver<ChatMessage> responses) {
      return new Requests<>(
          message -> {
            seen.add(message);
            responses.onNext(message);
          },
          responses::onCompleted);
    }
  }

  @ParameterizedTest
  @EnumSource
  void messageObjectsAreNotShared(Transport transport) throws Exception {
    Mirror mirror = new Mirror();
    try (var client =
        GRPCTestClient.builder().addService(mirror).transport(transport).build().start()) {
      ChatMessage sent = chat("hello");
      Outcome outcome = Outcome.of(client.channel(), UserServiceGrpc.getChatMethod(), sent);

      assertThat(mirror.seen).containsExactly(sent).first().isNotSameAs(sent);
      assertThat(outcome.messages()).containsExactly(sent).first().isNotSameAs(mirror.seen.get(0));
    }
  }
}
