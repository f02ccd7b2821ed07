package dev.grapnel.samples.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.samples.hub.library.v1.BookControllerGrpc;
import dev.grapnel.samples.hub.library.v1.BookListRequest;
import dev.grapnel.server.GRPCServer;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a whole server shows: it finds the app by itself, and is called over a connection. */
@Timeout(60)
class HubServerTest {

  @Test
  void findsTheAppAndServesIt() {
    try (GRPCServer server =
        GRPCServer.builder().host("localhost").port(0).enabledApps("library").build()) {
      server.start();
      ManagedChannel channel =
          Grpc.newChannelBuilder("localhost:" + server.port(), InsecureChannelCredentials.create())
              .build();
      try {
        var books = BookControllerGrpc.newBlockingStub(channel);

        assertThat(books.list(BookListRequest.getDefaultInstance()).getCount()).isEqualTo(5);
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
