package dev.grapnel.interceptors.auth;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;

/** Shows a key with a call, by the rules of {@link BearerCredentials} about plaintext. */
final class ApiKeyCredentials extends CallCredentials {

  private final Metadata.Key<String> header;
  private final String key;

  ApiKeyCredentials(Metadata.Key<String> header, String key) {
    if (key.isEmpty() || !PrintableText.isAscii(key)) {
      throw new IllegalArgumentException(
          "the API key has %d characters: expected some, all of them printable ASCII without spaces"
              .formatted(key.length()));
    }
    this.header = header;
    this.key = key;
  }

  @Override
  public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
    Status problem = SafeConnection.problem(call);
    if (problem != null) {
      applier.fail(problem);
      return;
    }
    Metadata headers = new Metadata();
    headers.put(header, key);
    applier.apply(headers);
  }
}
