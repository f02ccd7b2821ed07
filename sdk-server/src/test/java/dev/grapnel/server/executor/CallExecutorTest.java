package dev.grapnel.server.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.server.EchoService;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.server.RunningServer;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallExecutorTest {

  /** Answers with the name of the thread it runs on. */
  private static EchoService threads() {
    return new EchoService(text -> Thread.currentThread().getName());
  }

  private static String unaryThread(GRPCServerBuilder builder) {
    try (RunningServer running = RunningServer.start(builder)) {
      return running.echo("x");
    }
  }

  @Test
  void runsHandlersOnWorkersByDefault() {
    assertThat(unaryThread(RunningServer.builder().addService(threads())))
        .startsWith("grapnel-worker-");
  }

  @Test
  void runsAWholeServerOnTheEventLoop() {
    assertThat(
            unaryThread(
                RunningServer.builder().executor(CallExecutor.eventLoop()).addService(threads())))
        .contains("grapnel-network");
  }

  @Test
  void choosesByServiceAndByMethod() {
    GRPCServerBuilder builder =
        RunningServer.builder()
            .addService(
                threads(),
                service ->
                    service
                        .executor(CallExecutor.workers(1))
                        .methodExecutor("Unary", CallExecutor.eventLoop()));
    try (RunningServer running = RunningServer.start(builder)) {
      assertThat(running.echo("x")).contains("grapnel-network");
      assertThat(running.echo().serverStream(EchoService.request("")))
          .toIterable()
          .hasSize(3)
          .allMatch(thread -> thread.getText().startsWith("grapnel-own-worker-"));
    }
  }

  @Test
  void givesEachServiceThreadsOfItsOwn() {
    try (ExecutorRouting routing = new ExecutorRouting(CallExecutor.workers(), 1)) {
      CallExecutor mine = CallExecutor.workers(2);
      routing.route("a.A/One", mine);
      assertThat(routing.executor(mine)).isSameAs(routing.executor(mine));
      assertThat(routing.executor(CallExecutor.workers(2))).isNotSameAs(routing.executor(mine));
      assertThat(routing.executor(CallExecutor.workers())).isSameAs(routing.executorOf("a.A/Two"));
    }
  }

  @Test
  void usesAGivenExecutorAndLeavesItOpen() {
    ExecutorService mine = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
    try {
      assertThat(
              unaryThread(
                  RunningServer.builder().executor(CallExecutor.of(mine)).addService(threads())))
          .isEqualTo("mine");
      assertThat(mine.isShutdown()).isFalse();
    } finally {
      mine.shutdownNow();
    }
  }

  @Test
  void runsOnVirtualThreadsWhereTheJdkHasThem() {
    assumeTrue(Runtime.version().feature() >= 21);
    assertThat(
            unaryThread(
                RunningServer.builder()
                    .executor(CallExecutor.virtualThreads())
                    .addService(threads())))
        .isEmpty();
  }

  @Test
  void refusesVirtualThreadsWhereTheJdkHasNone() {
    assumeTrue(Runtime.version().feature() < 21);
    GRPCServerBuilder builder =
        RunningServer.builder()
            .addService(
                threads(),
                service -> service.methodExecutor("Unary", CallExecutor.virtualThreads()));
    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "echo.v1.EchoService/Unary is to run on virtual threads, which need JDK 21");
  }

  @Test
  void namesTheMethodsThereAreWhenOneIsUnknown() {
    GRPCServerBuilder builder =
        RunningServer.builder()
            .addService(
                threads(), service -> service.methodExecutor("unary", CallExecutor.eventLoop()));
    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "the method unary, but echo.v1.EchoService has only BidiStream, ClientStream");
  }

  @Test
  void knowsHowManyCallsRunBeforeTheNextOneWaits() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(3, 7, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(9));
    ExecutorService fixed = Executors.newFixedThreadPool(3);
    Executor other = Runnable::run;
    try (ExecutorRouting routing = new ExecutorRouting(CallExecutor.workers(), 4)) {
      routing.route("a.A/Pool", CallExecutor.of(pool));
      routing.route("a.A/Fixed", CallExecutor.of(fixed));
      routing.route("a.A/Other", CallExecutor.of(other));
      routing.route("a.A/EventLoop", CallExecutor.eventLoop());
      assertThat(routing.workersOf(routing.executorOf("a.A/Default"))).isEqualTo(4);
      assertThat(routing.workersOf(routing.executorOf("a.A/Pool"))).isEqualTo(7);
      assertThat(routing.workersOf(routing.executorOf("a.A/Fixed"))).isEqualTo(3);
      assertThat(routing.workersOf(routing.executorOf("a.A/Other"))).isPositive();
      assertThat(routing.workersOf(routing.executorOf("a.A/EventLoop"))).isZero();
    } finally {
      pool.shutdownNow();
      fixed.shutdownNow();
    }
  }

  @Test
  void refusesAPoolWithoutThreads() {
    assertThatThrownBy(() -> CallExecutor.workers(0)).hasMessageContaining("at least 1");
  }
}
