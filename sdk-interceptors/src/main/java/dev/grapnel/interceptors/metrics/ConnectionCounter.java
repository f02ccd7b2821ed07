package dev.grapnel.interceptors.metrics;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts open connections.
 *
 * <p>grpc-java also reports the end of connections that never became ready, and it forgets the
 * attributes of one that a later filter refuses by throwing. So a connection is known by a token in
 * its attributes, and one whose token is gone is given up.
 */
final class ConnectionCounter extends ServerTransportFilter {

  private static final Cleaner CLEANER = Cleaner.create();

  /** Subtracts its connection, once. */
  private static final class Token {
    private Cleaner.@Nullable Cleanable end;

    static Token counting(LongAdder open) {
      open.increment();
      Token token = new Token();
      token.end = CLEANER.register(token, open::decrement);
      return token;
    }

    void end() {
      if (end != null) {
        end.clean();
      }
    }
  }

  private final Attributes.Key<Token> key = Attributes.Key.create("grapnel-counted");
  private final LongAdder open;

  ConnectionCounter(LongAdder open) {
    this.open = open;
  }

  @Override
  public Attributes transportReady(Attributes transport) {
    return transport.toBuilder().set(key, Token.counting(open)).build();
  }

  @Override
  public void transportTerminated(@Nullable Attributes transport) {
    Token token = transport == null ? null : transport.get(key);
    if (token != null) {
      token.end();
    }
  }
}
