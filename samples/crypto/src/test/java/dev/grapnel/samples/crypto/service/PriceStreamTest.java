package dev.grapnel.samples.crypto.service;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc.CryptoServiceImplBase;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import dev.grapnel.samples.crypto.proto.StreamPricesRequest;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.samples.crypto.store.DatabaseAddress;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One stream, whose rounds a test runs by hand, to a reader that asks for each message. */
class PriceStreamTest {

  @AutoClose private static Database database;

  private final TestCrypto crypto = new TestCrypto(database);
  private final StreamRecorder<PriceUpdate> reader = StreamRecorder.manual();
  private PriceStream stream;

  private final GRPCTestClient grpc =
      GRPCTestClient.builder()
          .addService(
              new CryptoServiceImplBase() {
                @Override
                public void streamPrices(
                    StreamPricesRequest request, StreamObserver<PriceUpdate> responses) {
                  stream =
                      new PriceStream(
                          request.getSymbolsList(),
                          crypto.market,
                          (ServerCallStreamObserver<PriceUpdate>) responses);
                }
              })
          .transport(Transport.IN_PROCESS)
          .executor(Runnable::run)
          .build()
          .start();

  @BeforeAll
  static void open() {
    database = Database.open(DatabaseAddress.inMemory(), 4);
  }

  @BeforeEach
  void call() {
    grpc.stub(CryptoServiceGrpc::newStub)
        .streamPrices(
            StreamPricesRequest.newBuilder().addSymbols("BTC").addSymbols("ETH").build(), reader);
  }

  @AfterEach
  void close() {
    try (crypto;
        grpc) {
      reader.cancel();
    }
  }

  @Test
  void sendsASlowReaderTheNewestPriceLater() {
    reader.request(1);
    stream.round();
    assertThat(symbols()).containsExactly("BTC");

    for (int price = 1; price <= 10; price++) {
      crypto.move("BTC", "1000" + price);
      crypto.move("ETH", "400" + price);
      stream.round();
    }
    assertThat(symbols()).containsExactly("BTC");

    reader.request(2);
    stream.goOn();

    assertThat(symbols()).containsExactly("BTC", "BTC", "ETH");
    assertThat(reader.messages().get(2).getPriceUsd()).isEqualTo("40010");
  }

  @Test
  void sendsNothingMoreWhenNothingIsOwed() {
    reader.request(100);
    stream.round();

    stream.goOn();
    stream.round();

    assertThat(symbols()).containsExactly("BTC", "ETH");
  }

  @Test
  void sendsNothingAfterItsEnd() {
    reader.request(100);
    stream.end();
    stream.end();
    stream.round();

    assertThat(reader).failsWith(Status.Code.UNAVAILABLE).afterMessages();
  }

  @Test
  void doesNotEndACallThatWasCancelled() {
    stream.cancelled();
    stream.end();

    assertThat(reader.end()).isEmpty();
  }

  private List<String> symbols() {
    return reader.messages().stream().map(PriceUpdate::getSymbol).toList();
  }
}
