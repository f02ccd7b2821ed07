package dev.grapnel.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.Message;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy between a real client and a real server of grpc-java. */
class FaultProxyTest {

  private final Rig rig = Rig.plain(Rig.Transport.LOOPBACK);
  private FaultProxy proxy;
  private Channel channel;

  @BeforeEach
  void start() {
    proxy = FaultProxy.to("127.0.0.1", rig.port()).start();
    channel = rig.channel(proxy.target());
  }

  @AfterEach
  void close() {
    proxy.close();
    rig.close();
  }

  @Test
  void passesOnAllCallKinds() throws Exception {
    for (Kind kind : Kind.values()) {
      Recorded call = kind.call(channel);
      assertThat(call.status().isOk()).isTrue();
      assertThat(call.messages).hasSize(kind.answers);
    }
    assertThat(proxy.accepted()).isEqualTo(1);
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @Test
  void refusesConnectionsUntilToldToAccept() throws Exception {
    proxy.refuse();
    proxy.refuse();
    assertThat(Kind.UNARY.call(channel).status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(proxy.accepted()).isZero();

    proxy.accept();
    proxy.accept();
    assertThat(Kind.UNARY.call(channel, patient()).status().isOk()).isTrue();
  }

  @Test
  void refusingLeavesOpenConnectionsAlone() throws Exception {
    Chat chat = chat();
    proxy.refuse();
    chat.say("still there?");
    chat.end();
  }

  @Test
  void cutsRunningCallsAndAcceptsNewOnes() throws Exception {
    Chat chat = chat();
    proxy.cut();
    assertThat(chat.recorded.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    rig.users.awaitCancel();
    assertThat(Kind.UNARY.call(channel, patient()).status().isOk()).isTrue();
    assertThat(proxy.accepted()).isEqualTo(2);
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @Test
  void resetsRunningCallsAndAcceptsNewOnes() throws Exception {
    Chat chat = chat();
    proxy.reset();
    assertThat(chat.recorded.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(chat.recorded.closes).hasValue(1);
    rig.users.awaitCancel();
    assertThat(Kind.UNARY.call(channel, patient()).status().isOk()).isTrue();
  }

  @Test
  void stallsUntilResumed() throws Exception {
    Chat chat = chat();
    proxy.stall();
    CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS);
    assertThat(Kind.UNARY.call(channel, soon).status().getCode())
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(proxy.connections()).isEqualTo(1);

    proxy.resume();
    chat.say("back again");
    chat.end();
    assertThat(Kind.UNARY.call(channel).status().isOk()).isTrue();
  }

  @Test
  void delaysBytesUntilHealed() throws Exception {
    Chat chat = chat();
    proxy.latency(Duration.ofHours(1), Duration.ofHours(2));
    CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS);
    assertThat(Kind.UNARY.call(channel, soon).status().getCode())
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);

    proxy.heal();
    chat.say("what was on its way arrives");
    chat.end();
  }

  @Test
  void latencyIsAtLeastWhatWasAskedForAndKeepsTheOrder() throws Exception {
    proxy.latency(Duration.ofMillis(5), Duration.ofMillis(15));
    Chat chat = chat();
    long before = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      chat.say("message " + i);
    }
    assertThat(System.nanoTime() - before).isGreaterThan(100_000_000);
    chat.end();
  }

  @Test
  void holdsBackServersOfSlowReaders() throws Exception {
    Flood flood = new Flood();
    try (Flood.Serving serving = flood.serve();
        FaultProxy slow = FaultProxy.to(serving.port()).start()) {
      slow.bytesPerSecond(10_000);
      Recorded call = flood.call(rig.channel(slow.target()));
      flood.awaitNotReady();
      assertThat(call.isOpen()).isTrue();

      slow.heal();
      assertThat(call.status().isOk()).isTrue();
      assertThat(call.messages).hasSize(Flood.MESSAGES);
    }
  }

  @Test
  void cutsNewConnectionsAfterSomeBytes() throws Exception {
    assertThat(Kind.UNARY.call(channel).status().isOk()).isTrue();
    proxy.cutAfter(0);
    assertThat(Kind.UNARY.call(channel).status().isOk()).as("old connection").isTrue();
    Channel other = rig.channel(proxy.target());
    assertThat(Kind.UNARY.call(other).status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);

    proxy.cutAfter(1_000);
    assertThat(Kind.UNARY.call(rig.channel(proxy.target())).status().isOk()).isTrue();
    Chat chat = new Chat(rig.channel(proxy.target()));
    chat.start();
    chat.say("arrives before the limit, so that the reset cannot overtake it");
    chat.send("x".repeat(2_000));
    assertThat(chat.recorded.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(chat.recorded.messages).hasSize(1);
  }

  @Test
  void goAwayMovesNewCallsAndLetsRunningOnesGoOn() throws Exception {
    Chat chat = chat();
    proxy.goAway();
    Await.until(
        () -> {
          assertThat(callOnce().isOk()).isTrue();
          return proxy.accepted() == 2;
        });
    chat.say("old connection");
    assertThat(proxy.connections()).isEqualTo(2);
    chat.end();
    assertThat(callOnce().isOk()).isTrue();
    assertThat(proxy.accepted()).isEqualTo(2);
  }

  @Test
  void resetsStreamsAfterSomeMessagesAndHarmsNoOther() throws Exception {
    Chat chat = chat();
    proxy.resetStreamAfter(2);
    Recorded list = Kind.SERVER_STREAMING.call(channel);
    assertThat(list.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(list.messages).hasSize(2);
    assertThat(list.closes).hasValue(1);
    assertThat(callOnce().isOk()).isTrue();

    proxy.heal();
    for (int i = 0; i < 50; i++) {
      assertThat(Kind.SERVER_STREAMING.call(channel).status().isOk()).isTrue();
    }
    chat.say("unharmed");
    chat.end();
    assertThat(proxy.accepted()).isEqualTo(1);
  }

  @Test
  void resetStreamsCancelTheirHandlers() throws Exception {
    proxy.resetStreamAfter(1);
    Chat chat = chat();
    assertThat(chat.recorded.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    rig.users.awaitCancel();

    proxy.resetStreamAfter(0);
    Recorded call = Kind.UNARY.call(channel);
    assertThat(call.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(call.messages).isEmpty();
    assertThat(proxy.accepted()).isEqualTo(1);
  }

  @Test
  void closesAtOnceWhateverIsUnderWay() {
    proxy.latency(Duration.ofHours(1));
    proxy.bytesPerSecond(1);
    Recorded call = Kind.SERVER_STREAMING.call(channel);
    Await.until(() -> proxy.connections() == 1);
    proxy.stall();
    proxy.close();
    assertThatCode(proxy::close).doesNotThrowAnyException();
    assertThatCode(call::status).doesNotThrowAnyException();
  }

  private Status callOnce() {
    try {
      return Kind.UNARY.call(channel, patient()).status();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static CallOptions patient() {
    return CallOptions.DEFAULT.withWaitForReady();
  }

  private Chat chat() throws InterruptedException {
    Chat chat = new Chat(channel);
    chat.start();
    chat.say("hello");
    return chat;
  }

  /** A call that is under way: what is said comes back. */
  private static final class Chat {

    final Recorded recorded;
    private final ClientCall<Message, Message> call;

    @SuppressWarnings({"unchecked", "rawtypes"}) // All messages of protobuf are Messages.
    Chat(Channel channel) {
      recorded =
          Recorded.prepare(
              channel,
              (io.grpc.MethodDescriptor) UserServiceGrpc.getChatMethod(),
              CallOptions.DEFAULT);
      call = recorded.call;
    }

    void start() {
      call.start(recorded, new Metadata());
      call.request(1000);
    }

    void send(String text) {
      call.sendMessage(message(text));
    }

    void say(String text) throws InterruptedException {
      ChatMessage message = message(text);
      call.sendMessage(message);
      recorded.awaitMessages(1);
      assertThat(recorded.messages).endsWith(message);
    }

    void end() throws InterruptedException {
      call.halfClose();
      assertThat(recorded.status().isOk()).isTrue();
    }

    private static ChatMessage message(String text) {
      return ChatMessage.newBuilder().setText(text).build();
    }
  }
}
