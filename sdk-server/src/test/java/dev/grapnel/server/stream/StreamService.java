package dev.grapnel.server.stream;

import dev.grapnel.server.EchoService;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/** A service whose streaming methods are blocking streams with the bodies of a test. */
final class StreamService extends EchoServiceGrpc.EchoServiceImplBase {

  /** What the test says for each kind. */
  volatile BlockingStream.Responder<EchoResponse> responder = writer -> {};

  volatile BlockingStream.Collector<EchoRequest, EchoResponse> collector =
      reader -> EchoResponse.getDefaultInstance();
  volatile BlockingStream.Conversation<EchoRequest, EchoResponse> conversation =
      (reader, writer) -> {};

  static StreamService responding(BlockingStream.Responder<EchoResponse> body) {
    StreamService service = new StreamService();
    service.responder = body;
    return service;
  }

  static StreamService collecting(BlockingStream.Collector<EchoRequest, EchoResponse> body) {
    StreamService service = new StreamService();
    service.collector = body;
    return service;
  }

  static StreamService conversing(BlockingStream.Conversation<EchoRequest, EchoResponse> body) {
    StreamService service = new StreamService();
    service.conversation = body;
    return service;
  }

  /** Begins a server stream. */
  static StreamRecorder<EchoResponse> watch(
      RunningServer running, StreamRecorder<EchoResponse> call) {
    running.stub(EchoServiceGrpc::newStub).serverStream(EchoService.request(""), call);
    return call;
  }

  /** Begins a server stream whose messages are taken as they come. */
  static StreamRecorder<EchoResponse> watch(RunningServer running) {
    return watch(running, StreamRecorder.create());
  }

  /** Begins a conversation. */
  static StreamObserver<EchoRequest> talk(
      Function<Function<Channel, EchoServiceGrpc.EchoServiceStub>, EchoServiceGrpc.EchoServiceStub>
          stubs,
      StreamRecorder<EchoResponse> call) {
    return stubs.apply(EchoServiceGrpc::newStub).bidiStream(call);
  }

  @Override
  public void serverStream(EchoRequest request, StreamObserver<EchoResponse> responses) {
    BlockingStream.respond(responses, responder);
  }

  @Override
  public StreamObserver<EchoRequest> clientStream(StreamObserver<EchoResponse> responses) {
    return BlockingStream.collect(responses, collector);
  }

  @Override
  public StreamObserver<EchoRequest> bidiStream(StreamObserver<EchoResponse> responses) {
    return BlockingStream.converse(responses, conversation);
  }
}
