package dev.grapnel.client.call;

import dev.grapnel.core.call.ClientAwareInterceptor;
import dev.grapnel.core.call.RefusedCall;
import dev.grapnel.core.security.PlaintextCredentials;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;

/**
 * Refuses calls with credentials on a client that is not encrypted: anybody on the way could read
 * and use them. The call fails with UNAUTHENTICATED before anything is sent, and before the
 * credentials are asked for a token.
 *
 * <p>Belongs inside of all interceptors that may add credentials, and only into clients that send
 * plaintext beyond loopback. Headers that an interceptor writes itself are not seen: {@link #check}
 * asks such interceptors. Thread-safe.
 */
public final class CredentialsGuard implements ClientInterceptor {

  private final Status refusal;

  private CredentialsGuard(String targets) {
    refusal =
        Status.UNAUTHENTICATED.withDescription(
            "the credentials were not sent: calls to "
                + targets
                + " are not encrypted, and anybody on the way could read them; set"
                + " transportSecurity(…), or plaintextCredentials(ON) if a sidecar encrypts");
  }

  /**
   * Creates the guard of one client.
   *
   * @param targets what the client calls, for the text
   * @return the interceptor
   */
  public static CredentialsGuard of(String targets) {
    return new CredentialsGuard(targets);
  }

  /**
   * Tells what of a client's settings would send secrets where anybody reads them.
   *
   * @param targets what the client calls, for the text
   * @param credentials those for all calls
   * @param interceptors the client's interceptors
   * @param problems sentences are added to it
   */
  public static void check(
      String targets,
      Optional<CallCredentials> credentials,
      List<ClientInterceptor> interceptors,
      List<String> problems) {
    if (credentials.isPresent()) {
      problems.add(problem("callCredentials are set", targets));
    }
    for (ClientInterceptor interceptor : interceptors) {
      if (interceptor instanceof ClientAwareInterceptor aware && aware.sendsCredentials()) {
        problems.add(
            problem(
                "the interceptor " + interceptor.getClass().getSimpleName() + " sends credentials",
                targets));
      }
    }
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    boolean refused =
        options.getCredentials() != null && !options.getOption(PlaintextCredentials.PERMITTED);
    return refused ? new RefusedCall<>(refusal) : next.newCall(method, options);
  }

  private static String problem(String what, String targets) {
    return what
        + ", and calls to "
        + targets
        + " are not encrypted: anybody on the way could read them; set transportSecurity(…), or"
        + " plaintextCredentials(ON) if a sidecar encrypts";
  }
}
