package dev.grapnel.soak;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.GRPCClientBuilder;
import dev.grapnel.samples.crypto.proto.CoinResponse;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc.CryptoServiceStub;
import dev.grapnel.samples.crypto.proto.GetCoinRequest;
import dev.grapnel.soak.v1.LoadServiceGrpc;
import dev.grapnel.soak.v1.LoadServiceGrpc.LoadServiceStub;
import dev.grapnel.soak.v1.WorkRequest;
import dev.grapnel.soak.v1.WorkResponse;
import java.time.Duration;

/** What servers serve, and clients repeat without harm; answers are counted by the port. */
enum Workload {
  /** {@code Work} of 2 ms, on a server that starts quickly. */
  LOAD {
    @Override
    ServerProcess start(int port) {
      return ServerProcess.start(ServerOptions.defaults().port(port));
    }

    @Override
    GRPCClientBuilder repeating(GRPCClientBuilder client) {
      return client.repeatable(LoadServiceGrpc.SERVICE_NAME);
    }

    @Override
    Traffic traffic(GRPCClient client) {
      LoadServiceStub stub = client.stub(LoadServiceGrpc::newStub);
      return Traffic.of(
          (tally, then) ->
              stub.withInterceptors(new AnswersByPort(tally))
                  .work(WORK, tally.<WorkResponse>begin(response -> {}, then)));
    }
  },

  /** {@code GetCoin} of the sample "crypto", which declares itself what may be repeated. */
  CRYPTO {
    @Override
    ServerProcess start(int port) {
      return ServerProcess.startCrypto(port);
    }

    @Override
    GRPCClientBuilder repeating(GRPCClientBuilder client) {
      return client;
    }

    @Override
    Traffic traffic(GRPCClient client) {
      CryptoServiceStub stub = client.stub(CryptoServiceGrpc::newStub);
      return Traffic.of(
          (tally, then) ->
              stub.withInterceptors(new AnswersByPort(tally))
                  .getCoin(COIN, tally.<CoinResponse>begin(response -> {}, then)));
    }
  };

  static final WorkRequest WORK = Traffic.blocking(Duration.ofMillis(2));

  private static final GetCoinRequest COIN = GetCoinRequest.newBuilder().setSymbol("BTC").build();

  /** Starts a server and waits until it serves. */
  abstract ServerProcess start(int port);

  /** Permits the client to repeat the calls. */
  abstract GRPCClientBuilder repeating(GRPCClientBuilder client);

  abstract Traffic traffic(GRPCClient client);
}
