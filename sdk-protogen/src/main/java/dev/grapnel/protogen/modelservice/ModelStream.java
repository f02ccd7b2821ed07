package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Message;
import dev.grapnel.core.error.RpcException;
import io.grpc.ServerCallHandler;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends models as fast as the client reads them, so that none wait in memory. */
final class ModelStream {

  private final ServerCallStreamObserver<Message> responses;
  private @Nullable Stream<Message> messages;
  private @Nullable Iterator<Message> iterator;

  private ModelStream(ServerCallStreamObserver<Message> responses) {
    this.responses = responses;
  }

  static ServerCallHandler<Message, Message> handler(Function<Message, Stream<Message>> source) {
    return ServerCalls.asyncServerStreamingCall(
        (request, observer) -> {
          ModelStream stream = new ModelStream((ServerCallStreamObserver<Message>) observer);
          stream.begin(source, request);
        });
  }

  /** grpc-java calls all of these one after the other. */
  private void begin(Function<Message, Stream<Message>> source, Message request) {
    responses.setOnReadyHandler(this::send);
    responses.setOnCancelHandler(this::close);
    guarded(
        () -> {
          Stream<Message> opened = source.apply(request);
          messages = opened;
          iterator = opened.iterator();
        });
    send();
  }

  private void send() {
    guarded(
        () -> {
          Iterator<Message> rest = iterator;
          if (rest == null) {
            return;
          }
          while (responses.isReady() && !responses.isCancelled()) {
            if (!rest.hasNext()) {
              close();
              responses.onCompleted();
              return;
            }
            responses.onNext(rest.next());
          }
        });
  }

  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RpcException e) {
      close();
      responses.onError(e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void close() {
    iterator = null;
    if (messages != null) {
      messages.close();
      messages = null;
    }
  }
}
