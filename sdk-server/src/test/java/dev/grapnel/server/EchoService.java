package dev.grapnel.server;

import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Answers with what it got; tests say what else happens on the way. */
public final class EchoService extends EchoServiceGrpc.EchoServiceImplBase implements BaseService {

  private final UnaryOperator<String> answer;

  /** Echoes; public without parameters, so that discovery can make one. */
  public EchoService() {
    this(text -> text);
  }

  /** Answers with what a function makes of the text. */
  public EchoService(UnaryOperator<String> answer) {
    this.answer = answer;
  }

  /** Asks for a text; from a stream for three of it. */
  public static EchoRequest request(String text) {
    return EchoRequest.newBuilder().setText(text).setCount(3).build();
  }

  /** Answers with a text. */
  public static EchoResponse response(String text) {
    return EchoResponse.newBuilder().setText(text).build();
  }

  @Override
  public void unary(EchoRequest request, StreamObserver<EchoResponse> responses) {
    responses.onNext(answer(request.getText()));
    responses.onCompleted();
  }

  @Override
  public void serverStream(EchoRequest request, StreamObserver<EchoResponse> responses) {
    for (int i = 0; i < request.getCount(); i++) {
      responses.onNext(answer(request.getText() + i));
    }
    responses.onCompleted();
  }

  @Override
  public StreamObserver<EchoRequest> clientStream(StreamObserver<EchoResponse> responses) {
    List<String> texts = new ArrayList<>();
    return new Requests(responses) {
      @Override
      public void onNext(EchoRequest request) {
        texts.add(request.getText());
      }

      @Override
      public void onCompleted() {
        responses.onNext(answer(String.join(",", texts)));
        responses.onCompleted();
      }
    };
  }

  @Override
  public StreamObserver<EchoRequest> bidiStream(StreamObserver<EchoResponse> responses) {
    return new Requests(responses) {
      @Override
      public void onNext(EchoRequest request) {
        responses.onNext(answer(request.getText()));
      }

      @Override
      public void onCompleted() {
        responses.onCompleted();
      }
    };
  }

  private EchoResponse answer(String text) {
    return response(answer.apply(text));
  }

  private abstract static class Requests implements StreamObserver<EchoRequest> {
    private final StreamObserver<EchoResponse> responses;

    Requests(StreamObserver<EchoResponse> responses) {
      this.responses = responses;
    }

    @Override
    public void onError(Throwable failure) {
      responses.onError(failure);
    }
  }
}
