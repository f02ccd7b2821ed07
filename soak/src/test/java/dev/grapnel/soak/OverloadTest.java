package dev.grapnel.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.soak.v1.LoadServiceGrpc;
import dev.grapnel.soak.v1.LoadServiceGrpc.LoadServiceStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Five times as many calls as the server can serve. */
class OverloadTest {

  private static final int WORKERS = SoakForm.choose(2, 10);
  private static final Duration WORK = Duration.ofMillis(10);

  /** What the workers can do at best, in calls a second. */
  private static final int BEST = WORKERS * (int) Duration.ofSeconds(1).dividedBy(WORK);

  private static final int OVERLOAD = 5;
  private static final int CONNECTIONS = 4;
  private static final int MOST_HEAP = 16;

  /** Short runs share the machine with other builds; without limits it would be 8 s. */
  private static final int SLACK_MILLIS = SoakForm.choose(5000, 0);

  private static final int LEAST_PERCENT = SoakForm.choose(10, 50);

  private final List<GRPCClient> clients = new ArrayList<>();
  private ServerProcess server;
  private Traffic traffic;

  @BeforeEach
  void connect() throws InterruptedException {
    server = ServerProcess.start(ServerOptions.defaults().workers(WORKERS));
    List<LoadServiceStub> stubs = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      GRPCClient client = server.client();
      clients.add(client);
      stubs.add(client.stub(LoadServiceGrpc::newStub));
    }
    traffic = new Traffic(Traffic.blocking(WORK), stubs);
    warmUp(SoakForm.choose(Duration.ofMillis(500), Duration.ofSeconds(5)));
  }

  /** What is measured is the server's answer to overload, not the compiler's. */
  private void warmUp(Duration time) throws InterruptedException {
    traffic.closedLoop(WORKERS, time);
    try (Traffic.OpenLoop calls = traffic.openLoop(OVERLOAD * BEST)) {
      calls.finishAfter(time);
    }
  }

  @AfterEach
  void disconnect() {
    server.close();
    clients.forEach(GRPCClient::close);
  }

  @Test
  void servesAsManyCallsAsItCanInTimeAndRejectsTheRestAtOnce() throws InterruptedException {
    Duration measured = SoakForm.choose(Duration.ofSeconds(1), Duration.ofSeconds(10));
    Tally atCapacity = traffic.closedLoop(WORKERS, measured);
    double capacity = atCapacity.answered().count() * 1e9 / measured.toNanos();
    Memory before = server.memory();
    long loggedBefore = server.logBytes();

    Duration time = SoakForm.choose(Duration.ofSeconds(2), Duration.ofSeconds(30));
    Memory during;
    Tally tally;
    try (Traffic.OpenLoop calls = traffic.openLoop(OVERLOAD * BEST)) {
      assertThat(new CountDownLatch(1).await(time.toMillis() / 2, TimeUnit.MILLISECONDS)).isFalse();
      during = server.memory();
      tally = calls.finishAfter(time);
    }
    Memory after = server.memory();
    double served = tally.answered().count() * 1e9 / time.toNanos();
    SoakForm.tell(
        "overload",
        "capacity %.0f calls/s %s, rejected %d; at %d calls/s: served %.0f/s %s, rejected %s, failed %s,"
                .formatted(
                    capacity,
                    atCapacity.answered(),
                    atCapacity.rejected().count(),
                    OVERLOAD * BEST,
                    served,
                    tally.answered(),
                    tally.rejected(),
                    tally.failureText())
            + " heap +%d and +%d MiB, direct +%d and +%d MiB, logged %d bytes"
                .formatted(
                    during.heapMore(before),
                    after.heapMore(before),
                    during.directMore(before),
                    after.directMore(before),
                    server.logBytes() - loggedBefore));

    assertThat(tally.failures()).as(tally.failureText()).isZero();
    assertThat(tally.rejectedWithAdvice()).as("with advice").isEqualTo(tally.rejected().count());
    assertThat(tally.rejected().count()).as("rejected").isPositive();
    assertThat(served).as("served a second").isGreaterThan(capacity * LEAST_PERCENT / 100);
    assertThat(tally.answered().percentile(0.99))
        .as("p99 of calls that were served, in ms")
        .isLessThanOrEqualTo(2 * atCapacity.answered().percentile(0.99) + SLACK_MILLIS);
    assertThat(tally.rejected().percentile(0.5))
        .as("median of calls that were rejected, in ms")
        .isLessThan(5 + SLACK_MILLIS);
    assertThat(during.heapMore(before)).as("MiB of heap more").isLessThan(MOST_HEAP);
    assertThat(after.heapMore(before)).as("MiB of heap more").isLessThan(MOST_HEAP);
    answersAtOnce();
  }

  /** Nothing is left of the overload. */
  private void answersAtOnce() {
    clients
        .get(0)
        .stub(LoadServiceGrpc::newBlockingStub)
        .withDeadlineAfter(5, TimeUnit.SECONDS)
        .work(Traffic.blocking(Duration.ofMillis(1)));
  }
}
