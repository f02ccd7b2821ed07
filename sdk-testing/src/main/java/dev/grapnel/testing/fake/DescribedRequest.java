package dev.grapnel.testing.fake;

import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.function.Predicate;

record DescribedRequest<ReqT>(
    String description, Predicate<? super ReqT> predicate, MethodType type)
    implements Condition<ReqT> {

  @Override
  public boolean ofRequests() {
    return true;
  }

  @Override
  public boolean holds(ReceivedCall<ReqT> call) {
    return call.requests().stream().allMatch(predicate);
  }

  @Override
  public List<String> expected() {
    return List.of((type.clientSendsOneMessage() ? "request: " : "every request: ") + description);
  }

  @Override
  public List<String> differences(ReceivedCall<ReqT> call) {
    return holds(call) ? List.of() : List.of("- " + expected().get(0));
  }
}
