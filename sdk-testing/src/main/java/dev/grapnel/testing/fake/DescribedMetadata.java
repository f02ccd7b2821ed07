package dev.grapnel.testing.fake;

import io.grpc.Metadata;
import java.util.List;
import java.util.function.Predicate;

record DescribedMetadata<ReqT>(String description, Predicate<Metadata> predicate)
    implements Condition<ReqT> {

  @Override
  public boolean ofRequests() {
    return false;
  }

  @Override
  public boolean holds(ReceivedCall<ReqT> call) {
    return predicate.test(call.metadata());
  }

  @Override
  public List<String> expected() {
    return List.of("metadata: " + description);
  }

  @Override
  public List<String> differences(ReceivedCall<ReqT> call) {
    return holds(call) ? List.of() : List.of("- " + expected().get(0));
  }
}
