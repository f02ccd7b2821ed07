package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.grapnel.testing.FakeChannel;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;

/** Calls a service in text: {@code call("GetNote", "id: 1")}. */
final class Call implements AutoCloseable {

  private final Descriptors.ServiceDescriptor service;
  private final ServiceDescriptor grpc;
  private final FakeChannel channel;

  Call(Descriptors.FileDescriptor file, io.grpc.BindableService implementation) {
    this.service = file.getServices().get(0);
    this.grpc = DynamicServices.of(service);
    this.channel = FakeChannel.of(implementation);
  }

  /** The answer in short text. */
  String call(String rpc, String request) {
    return text(message(rpc, request));
  }

  Message message(String rpc, String request) {
    return ClientCalls.blockingUnaryCall(
        channel, method(rpc), CallOptions.DEFAULT, request(rpc, request));
  }

  List<String> stream(String rpc, String request) {
    List<String> texts = new ArrayList<>();
    ClientCalls.blockingServerStreamingCall(
            channel, method(rpc), CallOptions.DEFAULT, request(rpc, request))
        .forEachRemaining(each -> texts.add(text(each)));
    return texts;
  }

  private DynamicMessage request(String rpc, String text) {
    DynamicMessage.Builder made =
        DynamicMessage.newBuilder(service.findMethodByName(rpc).getInputType());
    try {
      TextFormat.merge(text, made);
    } catch (TextFormat.ParseException e) {
      throw new AssertionError(e);
    }
    return made.build();
  }

  @SuppressWarnings("unchecked") // DynamicServices makes nothing else.
  private MethodDescriptor<DynamicMessage, DynamicMessage> method(String rpc) {
    return (MethodDescriptor<DynamicMessage, DynamicMessage>)
        grpc.getMethods().stream()
            .filter(each -> rpc.equals(each.getBareMethodName()))
            .findFirst()
            .orElseThrow();
  }

  static String text(Message message) {
    return TextFormat.printer().emittingSingleLine(true).printToString(message);
  }

  @Override
  public void close() {
    channel.close();
  }
}
