package dev.grapnel.samples.crypto.client;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.call.ResponseStream;
import dev.grapnel.core.error.ErrorDetails;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc;
import dev.grapnel.samples.crypto.proto.DepositRequest;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import dev.grapnel.samples.crypto.proto.StreamPricesRequest;
import dev.grapnel.samples.crypto.proto.WalletResponse;
import dev.grapnel.testing.FakeChannel;
import dev.grapnel.testing.fake.FakeService;
import dev.grapnel.testing.fake.ReceivedCall;
import dev.grapnel.testing.fake.Reply;
import io.grpc.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client alone, against a service that answers as each test says. */
class CryptoClientTest {

  private static final PriceUpdate BTC = PriceUpdate.newBuilder().setSymbol("BTC").build();
  private static final PriceUpdate ETH = PriceUpdate.newBuilder().setSymbol("ETH").build();

  private final FakeService crypto = FakeService.of(CryptoServiceGrpc.getServiceDescriptor());
  private final FakeChannel channel = FakeChannel.of(crypto);
  private final CryptoClient client = new CryptoClient(GRPCClient.over(channel));

  @AfterEach
  void close() {
    channel.close();
    crypto.verify();
  }

  @Test
  void writesAmountsWithoutExponent() {
    WalletResponse answer = WalletResponse.newBuilder().setSuccess(true).build();
    crypto
        .expect(CryptoServiceGrpc.getDepositMethod())
        .request(
            DepositRequest.newBuilder()
                .setUserId(1)
                .setSymbol("BTC")
                .setAmount("0.0000001")
                .setTransactionId("one")
                .build())
        .thenReply(answer);

    assertThat(client.deposit(1, "BTC", new BigDecimal("1E-7"), "one")).isEqualTo(answer);
  }

  @Test
  void makesATransactionIdForEachCall() {
    crypto
        .expect(CryptoServiceGrpc.getDepositMethod())
        .times(2)
        .thenReply(WalletResponse.getDefaultInstance());

    client.deposit(1, "BTC", BigDecimal.ONE);
    client.deposit(1, "BTC", BigDecimal.ONE);

    assertThat(crypto.received(CryptoServiceGrpc.getDepositMethod()))
        .extracting(ReceivedCall::request)
        .extracting(DepositRequest::getTransactionId)
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(id).hasSize(36));
  }

  @Test
  void throwsFailuresWithTheirDetails() {
    crypto
        .when(CryptoServiceGrpc.getGetCoinMethod())
        .thenFail(
            RpcException.of(
                Status.Code.NOT_FOUND, "no coin", ErrorDetails.badRequest("symbol", "unknown")));

    assertThatCall(() -> client.getCoin("NOPE"))
        .failsWith(Status.Code.NOT_FOUND)
        .isInstanceOf(RpcException.class)
        .hasFieldViolation("symbol", "unknown");
  }

  @Test
  void readsPricesUntilTheStreamFails() {
    crypto
        .when(CryptoServiceGrpc.getStreamPricesMethod())
        .then(Reply.of(BTC, ETH).failing(Status.UNAVAILABLE));

    assertThatCall(() -> client.streamPrices(List.of("BTC", "ETH"), Duration.ZERO).iterator())
        .failsWith(Status.Code.UNAVAILABLE)
        .isInstanceOf(RpcException.class)
        .afterMessages(BTC, ETH);
  }

  @Test
  void countsAPartOfASecondAsOne() {
    crypto
        .expect(CryptoServiceGrpc.getStreamPricesMethod())
        .request(StreamPricesRequest.newBuilder().addSymbols("BTC").setIntervalSeconds(2).build())
        .thenReply(BTC);

    assertThatCall(() -> client.streamPrices(List.of("BTC"), Duration.ofMillis(1001)).iterator())
        .returns(BTC);
  }

  @Test
  void cancelsTheStreamThatItsReaderCloses() {
    crypto.when(CryptoServiceGrpc.getStreamPricesMethod()).then(Reply.of(BTC).never());
    ResponseStream<PriceUpdate> updates = client.streamPrices(List.of("BTC"), Duration.ZERO);
    assertThat(updates.next()).isEqualTo(BTC);

    updates.close();

    assertThat(updates.hasNext()).isFalse();
    // That the call has ended is for the channel to check, when it is closed.
  }
}
