package dev.grapnel.testing.fake;

import io.grpc.MethodDescriptor.MethodType;
import java.util.ArrayList;
import java.util.List;

record ExactRequests<ReqT>(List<ReqT> requests, MethodType type) implements Condition<ReqT> {

  @Override
  public boolean ofRequests() {
    return true;
  }

  @Override
  public boolean holds(ReceivedCall<ReqT> call) {
    return call.requests().equals(requests);
  }

  @Override
  public List<String> expected() {
    List<String> lines = new ArrayList<>();
    lines.add(type.clientSendsOneMessage() ? "request" : "requests");
    MessageText.shown(requests, type).forEach(line -> lines.add("  " + line));
    return lines;
  }

  @Override
  public List<String> differences(ReceivedCall<ReqT> call) {
    return LineDiff.between(MessageText.of(requests, type), MessageText.of(call.requests(), type));
  }
}
