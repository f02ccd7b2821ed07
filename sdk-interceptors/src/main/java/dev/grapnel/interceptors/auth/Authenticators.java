package dev.grapnel.interceptors.auth;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.interceptors.auth.Authentication.Absent;
import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.interceptors.auth.Authentication.Unavailable;
import io.grpc.Attributes;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Asks one after the other, and is not harmed by what they do. */
record Authenticators(List<Authenticator> sources, AuthLog log) {

  /** What one that threw amounts to; it is in the log then. */
  static final Authentication FAILED = new Unavailable("failed");

  /** How long a server that starts waits for the first keys. */
  private static final Duration FIRST_KEYS = Duration.ofSeconds(5);

  /** Without keys the server starts all the same: whoever publishes them may be back any time. */
  void awaitKeys() {
    for (Authenticator source : sources) {
      try {
        if (source instanceof JwtAuthenticator tokens && !tokens.awaitKeys(FIRST_KEYS)) {
          log.noKeys(FIRST_KEYS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  Authentication ask(Metadata headers, Attributes attributes, CallContext context) {
    for (int i = 0; i < sources.size(); i++) {
      Authentication found = ask(sources.get(i), headers, attributes, context);
      if (!(found instanceof Absent)) {
        return found;
      }
    }
    return Authentication.absent();
  }

  /** One that breaks neither lets a call through nor leaves the decision to the next one. */
  private Authentication ask(
      Authenticator source, Metadata headers, Attributes attributes, CallContext context) {
    try {
      Authentication found =
          Objects.requireNonNull(source.authenticate(headers, attributes), "it returned null");
      if (found instanceof Authenticated good) {
        Objects.requireNonNull(good.principal(), "it returned a principal that is null");
      }
      return found;
    } catch (Throwable thrown) {
      log.failed(context, "the authenticator " + source.getClass().getName(), thrown);
      return FAILED;
    }
  }
}
