package dev.grapnel.testing.fake;

import dev.grapnel.testing.call.CredentialNames;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

record ExactMetadata<ReqT, T>(Metadata.Key<T> key, T value) implements Condition<ReqT> {

  @Override
  public boolean ofRequests() {
    return false;
  }

  @Override
  public boolean holds(ReceivedCall<ReqT> call) {
    return values(call).stream().anyMatch(sent -> Objects.deepEquals(sent, value));
  }

  @Override
  public List<String> expected() {
    return List.of(line(isSecret() ? "<not shown>" : text(value)));
  }

  @Override
  public List<String> differences(ReceivedCall<ReqT> call) {
    if (holds(call)) {
      return List.of();
    }
    List<T> values = values(call);
    List<String> lines = new ArrayList<>();
    lines.add("- " + expected().get(0));
    if (values.isEmpty()) {
      lines.add("+ " + line("<absent>"));
    } else if (isSecret()) {
      lines.add("+ " + line("<not shown, another value>"));
    } else {
      values.forEach(sent -> lines.add("+ " + line(text(sent))));
    }
    return lines;
  }

  private List<T> values(ReceivedCall<ReqT> call) {
    Iterable<T> sent = call.metadata().getAll(key);
    List<T> values = new ArrayList<>();
    if (sent != null) {
      sent.forEach(values::add);
    }
    return values;
  }

  private boolean isSecret() {
    return CredentialNames.contain(key.name());
  }

  private String line(String text) {
    return "metadata " + key.name() + ": " + text;
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : String.valueOf(value);
  }
}
