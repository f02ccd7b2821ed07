package dev.grapnel.interceptors.auth;

import dev.grapnel.core.call.ClientAwareInterceptor;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/**
 * Shows credentials with every call of a channel that has none of its own.
 *
 * <pre>{@code
 * ClientInterceptor auth = ClientAuthInterceptor.bearer(TokenSource.refreshing(login::fetchToken));
 * }</pre>
 *
 * <p>A stub with {@code withCallCredentials(…)} keeps its own. Credentials of this package are not
 * sent over plaintext to anywhere but loopback: {@link BearerCredentials}; and a {@code GRPCClient}
 * that would have to is not built. For all call kinds; thread-safe.
 */
public final class ClientAuthInterceptor implements ClientAwareInterceptor {

  private final CallCredentials credentials;

  private ClientAuthInterceptor(CallCredentials credentials) {
    this.credentials = credentials;
  }

  /**
   * Creates an interceptor that shows bearer tokens.
   *
   * @param source where tokens come from
   * @return the interceptor
   */
  public static ClientAuthInterceptor bearer(TokenSource source) {
    return of(BearerCredentials.of(source));
  }

  /**
   * Creates an interceptor that shows a key in {@value ApiKeyAuthenticator#DEFAULT_HEADER}.
   *
   * @param key the key: printable ASCII without spaces
   * @return the interceptor
   * @throws IllegalArgumentException if the key is empty or holds anything else; does not show it
   */
  public static ClientAuthInterceptor apiKey(String key) {
    return apiKey(ApiKeyAuthenticator.DEFAULT_HEADER, key);
  }

  /**
   * Creates an interceptor that shows a key in a header.
   *
   * @param header the name of the header; not a binary one
   * @param key the key: printable ASCII without spaces
   * @return the interceptor
   * @throws IllegalArgumentException if the name cannot be one, or the key is empty or holds
   *     anything else; does not show it
   */
  public static ClientAuthInterceptor apiKey(String header, String key) {
    return of(
        new ApiKeyCredentials(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), key));
  }

  /**
   * Creates an interceptor that shows credentials of any kind.
   *
   * @param credentials what grpc-java asks for each call
   * @return the interceptor
   */
  public static ClientAuthInterceptor of(CallCredentials credentials) {
    return new ClientAuthInterceptor(credentials);
  }

  @Override
  public boolean sendsCredentials() {
    return true;
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return next.newCall(
        method,
        options.getCredentials() == null ? options.withCallCredentials(credentials) : options);
  }
}
