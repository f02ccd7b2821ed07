package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.grapnel.core.error.RpcException;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.function.UnaryOperator;

/** A method of a generated service. */
record Rpc(MethodDescriptor<Message, Message> method, Message request, Message response) {

  @SuppressWarnings("unchecked") // Both marshallers were asked what they make.
  static Rpc of(MethodDescriptor<?, ?> method) {
    return new Rpc(
        (MethodDescriptor<Message, Message>) method,
        prototype(method, method.getRequestMarshaller()),
        prototype(method, method.getResponseMarshaller()));
  }

  private static Message prototype(
      MethodDescriptor<?, ?> method, MethodDescriptor.Marshaller<?> marshaller) {
    if (marshaller instanceof MethodDescriptor.PrototypeMarshaller<?> typed
        && typed.getMessagePrototype() instanceof Message message) {
      return message;
    }
    throw new IllegalArgumentException(
        method.getFullMethodName() + " is not a method with protobuf's full messages");
  }

  String name() {
    return String.valueOf(method.getBareMethodName());
  }

  Descriptor requestType() {
    return request.getDescriptorForType();
  }

  Descriptor responseType() {
    return response.getDescriptorForType();
  }

  /** Answers with one message; what is refused ends the call with its status. */
  static ServerCallHandler<Message, Message> unary(UnaryOperator<Message> answer) {
    return ServerCalls.asyncUnaryCall(
        (request, responses) -> {
          Message response;
          try {
            response = answer.apply(request);
          } catch (RpcException e) {
            responses.onError(e);
            return;
          }
          responses.onNext(response);
          responses.onCompleted();
        });
  }

  /** Says that the method is not there. */
  static ServerCallHandler<Message, Message> unimplemented(MethodDescriptor<?, ?> method) {
    return switch (method.getType()) {
      case CLIENT_STREAMING, BIDI_STREAMING ->
          ServerCalls.asyncBidiStreamingCall(
              responses -> ServerCalls.asyncUnimplementedStreamingCall(method, responses));
      default ->
          ServerCalls.asyncServerStreamingCall(
              (Message request, StreamObserver<Message> responses) ->
                  ServerCalls.asyncUnimplementedUnaryCall(method, responses));
    };
  }
}
