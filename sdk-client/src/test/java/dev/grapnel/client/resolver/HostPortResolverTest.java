package dev.grapnel.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.NameResolver;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortResolverTest extends ResolverFixture {

  @Test
  void givesEachAddressTheNameItCameFrom() {
    names.put("a", "10.0.0.1");
    names.put("b", "10.0.0.2");

    start("a:1", "b:2");

    assertThat(addresses()).containsExactly("a:1=10.0.0.1:1", "b:2=10.0.0.2:2");
  }

  @Test
  void leavesOutAHostThatIsUnknown() {
    names.put("b", "10.0.0.2");

    start("a:1", "b:2");

    assertThat(addresses()).containsExactly("b:2=10.0.0.2:2");
  }

  @Test
  void looksUpAnUnknownHostAgainAfterOneTwoAndThenEveryFiveSeconds() {
    start("a:1");
    for (int seconds : new int[] {1, 2, 5, 5}) {
      asked.clear();
      clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(asked).isEmpty();
      clock.advance(Duration.ofNanos(1));
      assertThat(asked).containsExactly("a");
    }
    assertThat(results.remove().getAddressesOrError().hasValue()).isFalse();
    assertThat(results).isEmpty();
    names.put("a", "10.0.0.1");

    clock.advance(Duration.ofSeconds(5));

    assertThat(addresses()).containsExactly("a:1=10.0.0.1:1");
  }

  @Test
  void looksUpEveryHostAgainAfterAWhile() {
    names.put("a", "10.0.0.1");
    names.put("b", "10.0.0.2");
    start("a:1", "b:2");
    assertThat(addresses()).hasSize(2);
    names.put("b", "10.0.0.3");

    clock.advance(AGAIN.minusNanos(1));
    assertThat(results).isEmpty();
    clock.advance(Duration.ofNanos(1));

    assertThat(addresses()).containsExactly("a:1=10.0.0.1:1", "b:2=10.0.0.3:2");
  }

  @Test
  void tellsNothingWhereNothingChanged() {
    names.put("a", "10.0.0.1,10.0.0.2");
    start("a:1");
    assertThat(addresses()).hasSize(2);
    names.put("a", "10.0.0.2,10.0.0.1");

    clock.advance(AGAIN);

    assertThat(asked).hasSize(2);
    assertThat(results).isEmpty();
  }

  @Test
  void offersAgainWhatTheChannelRefused() {
    names.put("a", "10.0.0.1");
    accepted = Status.UNAVAILABLE;
    NameResolver resolver = start("a:1");
    assertThat(addresses()).hasSize(1);
    clock.advance(SECOND);
    accepted = Status.OK;

    context.execute(resolver::refresh);

    assertThat(addresses()).hasSize(1);
  }

  @Test
  void keepsTheAddressesOfAHostThatIsUnknownForAWhile() {
    names.put("a", "10.0.0.1");
    names.put("b", "10.0.0.2");
    NameResolver resolver = start("a:1", "b:2");
    assertThat(addresses()).hasSize(2);
    names.remove("a");
    names.put("b", "10.0.0.3");
    clock.advance(SECOND);

    context.execute(resolver::refresh);

    assertThat(addresses()).containsExactly("a:1=10.0.0.1:1", "b:2=10.0.0.3:2");
  }

  @Test
  void looksUpNoMoreThanSomeHostsAtOnce() {
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      slow.put("a" + i, new CompletableFuture<>());
      hosts.add("a" + i + ":1");
    }
    start(hosts.toArray(new String[0]));
    clock.advance(AGAIN);
    assertThat(asked).hasSize(32);

    for (int i = 0; i < 100; i++) {
      slow.get("a" + i).complete(List.of(InetAddress.getLoopbackAddress()));
    }

    assertThat(asked).hasSize(100);
    assertThat(results).last().satisfies(last -> assertThat(count(last)).isEqualTo(100));
  }

  @Test
  void doesNotLetASlowHostHoldBackTheOthers() {
    names.put("a", "10.0.0.1");
    slow.put("b", new CompletableFuture<>());
    start("a:1", "b:2");

    clock.advance(SECOND.minusNanos(1));
    assertThat(results).isEmpty();
    clock.advance(Duration.ofNanos(1));
    assertThat(addresses()).containsExactly("a:1=10.0.0.1:1");
    slow.get("b").complete(List.of(InetAddress.getLoopbackAddress()));

    assertThat(addresses()).hasSize(2);
  }

  @Test
  void asksNoSlowHostTwice() {
    slow.put("a", new CompletableFuture<>());
    start("a:1");

    clock.advance(AGAIN.multipliedBy(3));

    assertThat(asked).hasSize(1);
    assertThat(results).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, proxy.example:3128", "false, 10.0.0.1:1"})
  void leavesNamesToTheProxyWhereThereIsOne(boolean proxied, String expected) {
    names.put("a", "10.0.0.1");
    proxies =
        address ->
            proxied
                ? HttpConnectProxiedSocketAddress.newBuilder()
                    .setTargetAddress((InetSocketAddress) address)
                    .setProxyAddress(new InetSocketAddress(loopbackNamed("proxy.example"), 3128))
                    .build()
                : null;

    start("a:1");

    assertThat(asked).hasSize(proxied ? 0 : 1);
    assertThat(results.remove().getAddressesOrError().getValue().get(0).toString())
        .contains(expected.replace("proxy.example", "proxy.example/127.0.0.1"));
  }

  @Test
  void asksNoOftenerThanOnceASecond() {
    names.put("a", "10.0.0.1");
    NameResolver resolver = start("a:1");
    for (int i = 0; i < 10; i++) {
      context.execute(resolver::refresh);
    }
    assertThat(asked).hasSize(1);

    clock.advance(SECOND);

    assertThat(asked).hasSize(2);
  }

  @Test
  void tellsNothingAfterShutdown() {
    slow.put("a", new CompletableFuture<>());
    NameResolver resolver = start("a:1");

    context.execute(resolver::shutdown);
    slow.get("a").complete(List.of(InetAddress.getLoopbackAddress()));
    context.execute(resolver::refresh);

    assertThat(results).isEmpty();
    assertThat(asked).hasSize(1);
    assertThat(clock.pendingTasks()).isZero();
    assertThat(closed).isTrue();
  }

  @Test
  void needsNothingClosedThatWasNeverStarted() {
    NameResolver resolver = make(Runnable::run);

    context.execute(resolver::shutdown);

    assertThat(closed).isFalse();
  }

  @Test
  void tellsResultsInTheSynchronizationContextAndAsksOutsideOfIt() {
    names.put("a", "10.0.0.1");
    list = List.of("a:1");
    Queue<Runnable> outside = new ArrayDeque<>();
    NameResolver resolver = make(outside::add);
    context.execute(() -> resolver.start(new Results()));

    outside.remove().run();
    assertThat(asked).isEmpty();
    outside.remove().run();

    assertThat(addresses()).hasSize(1);
  }

  private static int count(NameResolver.ResolutionResult result) {
    return result.getAddressesOrError().getValue().size();
  }

  private static InetAddress loopbackNamed(String name) {
    try {
      return InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
