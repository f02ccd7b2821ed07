package dev.grapnel.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.client.GRPCClient;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients over DNS and over files that change; no call may fail meanwhile. Few take addresses away:
 * grpc-java closes their connections after 5 s, and {@code close()} waits for that.
 */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ChangingTargetsTest {

  private static final String ONE = "127.0.0.1";
  private static final String TWO = "127.0.0.2";
  private static final String[] FIVE = {ONE, TWO, "127.0.0.3", "127.0.0.4", "127.0.0.5"};
  private static final Duration TTL = Duration.ofMinutes(5);

  @TempDir private Path folder;

  private final WideServer server = WideServer.start();
  private final NameServer names = NameServer.start();
  private GRPCClient client = GRPCClient.builder("localhost:1").build();

  @BeforeEach
  void begin() {
    client.close();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    names.close();
  }

  @Test
  void callsWhatNameServersAdd() {
    names.answer(TTL, ONE, TWO);
    client = GRPCClient.builder(names.targets("users.internal", server.port())).build();
    server.callUntilCalled(client, ONE, TWO);

    names.answer(TTL, FIVE);
    server.callUntilCalled(client, FIVE);
  }

  @Test
  void callsNoLongerWhatNameServersTakeAwayButLetsRunningCallsEnd() throws Exception {
    names.answer(Duration.ZERO, TWO);
    client = GRPCClient.builder(names.targets("users.internal", server.port())).build();
    CompletableFuture<HealthCheckResponse> watch =
        CompletableFuture.supplyAsync(
            () ->
                client
                    .stub(HealthGrpc::newBlockingStub)
                    .watch(HealthCheckRequest.getDefaultInstance())
                    .next());
    server.awaitWatch();
    names.answer(Duration.ZERO, ONE);
    server.callUntilCalled(client, ONE);

    server.answerWatch();

    assertThat(watch.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void keepsItsAddressesWhenTheNameIsGone() throws Exception {
    names.answer(Duration.ZERO, ONE);
    client = GRPCClient.builder(names.targets("users.internal", server.port())).build();
    server.callUntilCalled(client, ONE);
    names.answer(new NameServer.Refusal(DnsResponseCode.NXDOMAIN));
    for (int questions = names.questions(); questions >= 0; questions--) {
      names.awaitQuestion();
    }
    names.awaitQuestion();
    server.callUntilCalled(client, ONE);

    names.answer(Duration.ZERO, ONE, TWO);
    server.callUntilCalled(client, ONE, TWO);
  }

  @Test
  void connectsSoonAfterTheNameIsThere() throws Exception {
    client = GRPCClient.builder(names.targets("users.internal", server.port())).build();
    assertThatThrownBy(
            () ->
                client
                    .stub(HealthGrpc::newBlockingStub)
                    .check(HealthCheckRequest.getDefaultInstance()))
        .hasMessageContaining("no such host: users.internal");
    names.answer(TTL, ONE);

    client.connect(Duration.ofSeconds(20));
  }

  @Test
  void callsWhatAFileAddsAndNoLongerWhatItTakesAway() throws Exception {
    Path file = folder.resolve("targets of users");
    write(file, ONE, TWO);
    client = GRPCClient.builder(Targets.file(file)).build();
    server.callUntilCalled(client, ONE, TWO);

    write(file, FIVE);
    server.callUntilCalled(client, FIVE);

    write(file, ONE);
    server.callUntilCalled(client, ONE);
  }

  /** As Kubernetes replaces what a ConfigMap mounts. */
  @Test
  void followsALinkThatIsMoved() throws Exception {
    Path old = Files.createDirectory(folder.resolve("..1"));
    Path fresh = Files.createDirectory(folder.resolve("..2"));
    write(old.resolve("targets"), ONE);
    write(fresh.resolve("targets"), ONE, TWO);
    Path data = Files.createSymbolicLink(folder.resolve("..data"), old);
    Path file = Files.createSymbolicLink(folder.resolve("targets"), Path.of("..data", "targets"));
    client = GRPCClient.builder(Targets.file(file)).build();
    server.callUntilCalled(client, ONE);

    Path next = Files.createSymbolicLink(folder.resolve("..tmp"), fresh);
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

    server.callUntilCalled(client, ONE, TWO);
  }

  /** In one step, so that nobody reads half of it. */
  private void write(Path file, String... addresses) throws Exception {
    Path next = file.resolveSibling("next");
    Files.write(
        next, Arrays.stream(addresses).map(address -> address + ":" + server.port()).toList());
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
