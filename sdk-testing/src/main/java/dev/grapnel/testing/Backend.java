package dev.grapnel.testing;

import io.grpc.Channel;
import io.grpc.Server;
import java.time.Duration;
import java.util.Optional;

/** What is behind a test client: a channel, and the server if it is ours. */
interface Backend {

  /** Starts what is behind a client. */
  interface Factory {

    Backend start(Principals principals, HandlerFailures failures);
  }

  Channel channel();

  Optional<Server> server();

  /** Ends it all, and fails if somebody else's connection is open after the grace. */
  void close(Duration grace);

  /** A channel of somebody else. */
  static Backend of(Channel channel) {
    return new Backend() {
      @Override
      public Channel channel() {
        return channel;
      }

      @Override
      public Optional<Server> server() {
        return Optional.empty();
      }

      @Override
      public void close(Duration grace) {}
    };
  }
}
