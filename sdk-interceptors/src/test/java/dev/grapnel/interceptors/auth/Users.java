package dev.grapnel.interceptors.auth;

import dev.grapnel.core.security.Principal;
import io.grpc.Attributes;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Believes the header {@code x-user}: a name, or a word for what is to happen; roles and
 * permissions come after it, as in {@code ana role:staff permission:notes.write}.
 */
final class Users implements Authenticator {

  static final Metadata.Key<String> USER =
      Metadata.Key.of("x-user", Metadata.ASCII_STRING_MARSHALLER);

  static final String BAD = "!bad:";
  static final String AWAY = "!away";
  static final String BROKEN = "!broken";
  static final String NULL = "!null";

  final AtomicInteger asked = new AtomicInteger();

  @Override
  public Authentication authenticate(Metadata headers, Attributes attributes) {
    asked.incrementAndGet();
    String user = headers.get(USER);
    if (user == null) {
      return Authentication.absent();
    }
    if (user.startsWith(BAD)) {
      return new Authentication.Refused(user.substring(BAD.length()));
    }
    return switch (user) {
      case AWAY -> new Authentication.Unavailable("no keys yet");
      case BROKEN -> throw new IllegalStateException("broken on purpose");
      case NULL -> nothing();
      default -> new Authentication.Authenticated(principal(user));
    };
  }

  @SuppressWarnings("NullAway") // What an authenticator that is compiled without NullAway may do.
  private static Authentication nothing() {
    return null;
  }

  static Principal principal(String user) {
    String[] parts = user.split(" ", -1);
    Principal.Builder principal = Principal.builder(parts[0]);
    for (String part : parts) {
      if (part.startsWith("role:")) {
        principal.addRole(part.substring(5));
      } else if (part.startsWith("permission:")) {
        principal.addPermission(part.substring(11));
      }
    }
    return principal.build();
  }

  /** Sends the header. */
  static ClientInterceptor as(String user) {
    Metadata headers = new Metadata();
    headers.put(USER, user);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }
}
