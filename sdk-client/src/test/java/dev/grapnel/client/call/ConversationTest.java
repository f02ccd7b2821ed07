package dev.grapnel.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.core.error.RpcException;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConversationTest {

  private final TextServer server = new TextServer();
  private final GRPCClient client = server.clientBuilder().build();
  private final Texts.Stub stub = client.stub(Texts.Stub::new);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  ConversationTest() throws Exception {}

  @AfterEach
  void close() {
    client.close();
    server.close();
    threads.shutdownNow();
  }

  @Test
  void talksInTurns() {
    echo();
    try (Conversation<String, String> chat = Conversation.open(stub::chat)) {
      for (int i = 0; i < 100; i++) {
        assertThat(chat.send("text " + i)).isTrue();
        assertThat(chat.next()).isEqualTo("text " + i);
      }
      chat.halfClose();
      chat.halfClose();
      assertThat(chat.hasNext()).isFalse();
    }
    assertThat(server.cancelled.availablePermits()).isZero();
  }

  @Test
  void sendsOnOneThreadAndReadsOnAnother() throws Exception {
    echo();
    try (Conversation<String, String> chat = Conversation.open(stub::chat)) {
      Future<?> sender =
          threads.submit(
              () -> {
                for (int i = 0; i < TextServer.MANY; i++) {
                  chat.send(TextServer.LONG);
                }
                chat.halfClose();
              });
      int read = 0;
      while (chat.hasNext()) {
        assertThat(chat.next()).hasSameSizeAs(TextServer.LONG);
        read++;
      }
      sender.get();
      assertThat(read).isEqualTo(TextServer.MANY);
    }
  }

  @Test
  void uploadsAndReadsTheOneAnswer() {
    server.chat =
        responses ->
            TextServer.requests(
                server.received::add,
                () -> {
                  responses.onNext(String.join(",", server.received));
                  responses.onCompleted();
                });
    try (Conversation<String, String> upload = Conversation.open(stub::upload)) {
      upload.send("a");
      upload.send("b");
      upload.halfClose();

      assertThat(upload.next()).isEqualTo("a,b");
      assertThat(upload.hasNext()).isFalse();
    }
  }

  @Test
  void waitsWhileTheServerDoesNotRead() throws Exception {
    server.chat =
        responses -> {
          responses.disableAutoRequest();
          return server.noting(responses);
        };
    Conversation<String, String> chat = Conversation.open(stub::chat);
    Future<RpcException> sender = threads.submit(() -> sendMany(chat));
    assertThat(sender).failsWithin(2, TimeUnit.SECONDS);

    chat.close();

    RpcException failure = sender.get(TextServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(failure.code()).isEqualTo(Status.Code.CANCELLED);
    assertThat(failure.description()).isEqualTo("closed by the client");
    assertThat(server.sawCancelled(1)).isTrue();
    assertThat(catchThrowableOfType(RpcException.class, () -> chat.send("")).code())
        .isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void anInterruptOfTheSenderCancelsTheCall() throws Exception {
    server.chat =
        responses -> {
          responses.disableAutoRequest();
          return server.noting(responses);
        };
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    try (Conversation<String, String> chat = Conversation.open(stub::chat)) {
      Future<RpcException> sender =
          threads.submit(
              () -> {
                thread.complete(Thread.currentThread());
                return sendMany(chat);
              });
      thread.get().interrupt();

      assertThat(sender.get(TextServer.PATIENCE_SECONDS, TimeUnit.SECONDS).code())
          .isEqualTo(Status.Code.CANCELLED);
      assertThat(catchThrowableOfType(RpcException.class, chat::next).code())
          .isEqualTo(Status.Code.CANCELLED);
    }
  }

  @Test
  void stopsSendingToAServerThatWantsNoMore() {
    server.chat =
        responses ->
            TextServer.requests(
                request -> {
                  responses.onNext("enough");
                  responses.onCompleted();
                },
                () -> {});
    try (Conversation<String, String> upload = Conversation.open(stub::upload)) {
      upload.send("a");
      assertThat(upload.next()).isEqualTo("enough");
      assertThat(upload.hasNext()).isFalse();

      assertThat(upload.send("b")).isFalse();
      upload.halfClose();
    }
  }

  @Test
  void throwsTheFailureWhenSending() {
    server.chat =
        responses -> {
          responses.onError(RpcException.of(Status.Code.PERMISSION_DENIED, "not you"));
          return server.noting(responses);
        };
    try (Conversation<String, String> chat = Conversation.open(stub::chat)) {
      RpcException failure = sendMany(chat);

      assertThat(failure.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(failure.description()).isEqualTo("not you");
    }
  }

  @Test
  void refusesToSendAfterHalfClose() {
    try (Conversation<String, String> chat = Conversation.open(stub::chat)) {
      chat.halfClose();

      assertThatIllegalStateException().isThrownBy(() -> chat.send("more"));
    }
  }

  @Test
  void closingInTheMidstOfSendingLosesNoThread() throws Exception {
    for (int i = 0; i < 50; i++) {
      Conversation<String, String> chat = Conversation.open(stub::chat);
      CountDownLatch sending = new CountDownLatch(1);
      Future<RpcException> sender =
          threads.submit(
              () -> {
                chat.send("first");
                sending.countDown();
                while (true) {
                  try {
                    chat.send("more");
                  } catch (RpcException failure) {
                    return failure;
                  }
                }
              });
      sending.await();
      chat.close();

      assertThat(sender.get(TextServer.PATIENCE_SECONDS, TimeUnit.SECONDS).code())
          .isEqualTo(Status.Code.CANCELLED);
    }
    assertThat(server.sawCancelled(50)).isTrue();
  }

  private void echo() {
    server.chat = responses -> TextServer.requests(responses::onNext, responses::onCompleted);
  }

  private static RpcException sendMany(Conversation<String, String> chat) {
    return catchThrowableOfType(
        RpcException.class,
        () -> {
          for (int i = 0; i < TextServer.MANY; i++) {
            chat.send(TextServer.LONG);
          }
        });
  }
}
