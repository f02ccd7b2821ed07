package dev.grapnel.client.call;

import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.security.PlaintextCredentials;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.CompressorRegistry;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives each call what its stub did not choose: credentials, and the compression of its requests. A
 * stub with {@code withCallCredentials(…)} or {@code withCompression(…)} keeps its own; the latter
 * with {@code "identity"} sends uncompressed. Thread-safe.
 */
public final class CallDefaults implements ClientInterceptor {

  private final @Nullable CallCredentials credentials;
  private final @Nullable String compression;
  private final boolean plaintextCredentials;

  private CallDefaults(
      @Nullable CallCredentials credentials,
      @Nullable String compression,
      boolean plaintextCredentials) {
    this.credentials = credentials;
    this.compression = compression;
    this.plaintextCredentials = plaintextCredentials;
  }

  /**
   * Creates the interceptor.
   *
   * @param credentials for calls that have none
   * @param compression for requests of calls that choose none, for example {@code gzip}
   * @param plaintextCredentials whether credentials may be sent without encryption
   * @return the interceptor; empty if there is nothing for it to do
   */
  public static Optional<ClientInterceptor> of(
      Optional<CallCredentials> credentials,
      Optional<String> compression,
      Toggle plaintextCredentials) {
    return credentials.isEmpty() && compression.isEmpty() && !plaintextCredentials.isOn()
        ? Optional.empty()
        : Optional.of(
            new CallDefaults(
                credentials.orElse(null), compression.orElse(null), plaintextCredentials.isOn()));
  }

  /**
   * Tells whether a compression is known.
   *
   * @param compression its name in gRPC
   * @param problems a sentence is added to it if it is not
   */
  public static void check(String compression, List<String> problems) {
    if (CompressorRegistry.getDefaultInstance().lookupCompressor(compression) == null) {
      problems.add(
          "compression is \""
              + compression
              + "\": expected gzip, identity or one that is registered in grpc-java's"
              + " CompressorRegistry");
    }
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    CallOptions completed = options;
    if (credentials != null && options.getCredentials() == null) {
      completed = completed.withCallCredentials(credentials);
    }
    if (compression != null && options.getCompressor() == null) {
      completed = completed.withCompression(compression);
    }
    if (plaintextCredentials) {
      completed = completed.withOption(PlaintextCredentials.PERMITTED, true);
    }
    return next.newCall(method, completed);
  }
}
