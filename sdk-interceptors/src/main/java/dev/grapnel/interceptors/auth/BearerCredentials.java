package dev.grapnel.interceptors.auth;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Shows a token with a call, as {@code authorization: Bearer …}.
 *
 * <pre>{@code
 * var orders = stub.withCallCredentials(BearerCredentials.of(tokens));
 * }</pre>
 *
 * <p>A call waits for a token that is being fetched until its deadline, without a thread. It fails
 * with UNAVAILABLE if there is no token, since the token's issuer may be back soon and retries are
 * right; the cause is what the source failed with, the description holds but its type. It fails
 * with UNAUTHENTICATED, and the token is not sent, over plaintext to anywhere but loopback, a Unix
 * domain socket or this process. Thread-safe.
 */
public final class BearerCredentials extends CallCredentials {

  private final TokenSource source;
  private volatile @Nullable Rendered rendered;

  private record Rendered(Token token, String header) {}

  private BearerCredentials(TokenSource source) {
    this.source = source;
  }

  /**
   * Creates credentials.
   *
   * @param source where tokens come from; asked for every call, on the call's thread
   * @return the credentials, for any number of stubs and channels
   */
  public static BearerCredentials of(TokenSource source) {
    return new BearerCredentials(source);
  }

  @Override
  public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
    Status problem = SafeConnection.problem(call);
    if (problem != null) {
      applier.fail(problem);
      return;
    }
    CompletionStage<Token> token;
    try {
      token = source.token();
    } catch (RuntimeException e) {
      applier.fail(noToken(e));
      return;
    }
    var unused = token.whenComplete((found, failure) -> show(found, failure, applier));
  }

  private void show(@Nullable Token token, @Nullable Throwable failure, MetadataApplier applier) {
    if (token != null) {
      applier.apply(headers(token));
    } else {
      applier.fail(noToken(failure));
    }
  }

  private Metadata headers(Token token) {
    Rendered last = rendered;
    if (last == null || !last.token().equals(token)) {
      last = new Rendered(token, BearerScheme.PREFIX + token.value());
      rendered = last;
    }
    Metadata headers = new Metadata();
    headers.put(BearerScheme.AUTHORIZATION, last.header());
    return headers;
  }

  private static Status noToken(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return Status.UNAVAILABLE
        .withDescription(
            "there is no token for the call, because of "
                + NoTokenException.reason(cause)
                + "; the log grpc.auth tells all of it at DEBUG")
        .withCause(cause);
  }
}
