package dev.grapnel.server.stream;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.server.executor.VirtualThreadSupport;
import io.grpc.Context;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The threads that the bodies of a server's {@link BlockingStream}s run on: one each, daemons, made
 * when needed and kept for 30 s. For {@code GRPCServer}, which brings them to its services by
 * {@link #around}. Thread-safe.
 */
public final class StreamThreads implements AutoCloseable {

  /** How many bodies run at the same time, unless on virtual threads: 1000. */
  public static final int MOST = 1000;

  private static final long IDLE_SECONDS = 30;

  private static final Context.Key<StreamThreads> KEY = Context.key("grapnel-stream-threads");

  /** For servers that brought none; made when the first body needs it. */
  private static final class OfProcess {
    static final StreamThreads INSTANCE = new StreamThreads(platformThreads(), MOST);
  }

  private final ExecutorService pool;
  private final int most;
  private final AtomicInteger running = new AtomicInteger();
  private final LongAdder refused = new LongAdder();

  StreamThreads(ExecutorService pool, int most) {
    this.pool = pool;
    this.most = most;
  }

  /**
   * Creates the threads of one server.
   *
   * @param choice where its handlers run; bodies run on virtual threads if they do
   * @return the threads, to be closed with the server
   */
  public static StreamThreads of(CallExecutor choice) {
    return choice instanceof CallExecutor.VirtualThreads
        ? new StreamThreads(VirtualThreadSupport.newExecutor(), Integer.MAX_VALUE)
        : new StreamThreads(platformThreads(), MOST);
  }

  /** Returns those of the server whose handler runs on this thread, or those of the process. */
  static StreamThreads current() {
    StreamThreads ofServer = KEY.get();
    return ofServer == null ? OfProcess.INSTANCE : ofServer;
  }

  /**
   * Lets the streaming methods of a service run their bodies here; others are not touched.
   *
   * @param service the service with its own interceptors, of which one keeps the gRPC context that
   *     a call starts in, as {@code FailureInterceptor} does
   * @return the service to add to the server
   */
  public ServerServiceDefinition around(ServerServiceDefinition service) {
    ServerServiceDefinition.Builder builder =
        ServerServiceDefinition.builder(service.getServiceDescriptor());
    service.getMethods().forEach(method -> builder.addMethod(around(method)));
    return builder.build();
  }

  private <ReqT, RespT> ServerMethodDefinition<ReqT, RespT> around(
      ServerMethodDefinition<ReqT, RespT> method) {
    if (method.getMethodDescriptor().getType() == MethodType.UNARY) {
      return method;
    }
    ServerCallHandler<ReqT, RespT> handler = method.getServerCallHandler();
    return method.withServerCallHandler(
        (call, headers) -> {
          Context context = Context.current().withValue(KEY, this);
          Context previous = context.attach();
          try {
            return handler.startCall(call, headers);
          } finally {
            context.detach(previous);
          }
        });
  }

  /**
   * Returns what the threads tell of themselves.
   *
   * @return the numbers
   */
  public List<Vital> vitals() {
    return List.of(
        Vital.gauge(
            "grpc.server.streams.running", "Blocking streams whose body runs.", running::get),
        Vital.counter(
            "grpc.server.streams.refused",
            "Blocking streams refused because too many ran.",
            refused::sum));
  }

  /**
   * Waits for the bodies that still run; no more are taken.
   *
   * @param time how long to wait at most
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void finish(Duration time) throws InterruptedException {
    pool.shutdown();
    pool.awaitTermination(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
  }

  /** Interrupts the bodies that still run, and does not wait for them. */
  @Override
  public void close() {
    pool.shutdownNow();
  }

  /** Runs a body on a thread of its own, or throws why it cannot. */
  void execute(Runnable body) {
    boolean begun = false;
    try {
      if (running.incrementAndGet() > most) {
        refused.increment();
        throw RpcException.of(
            Status.Code.RESOURCE_EXHAUSTED,
            "the server runs " + most + " streams already: try again later");
      }
      pool.execute(
          () -> {
            try {
              body.run();
            } finally {
              running.decrementAndGet();
            }
          });
      begun = true;
    } catch (RejectedExecutionException closed) {
      throw RpcException.of(Status.Code.UNAVAILABLE, "the server is stopping");
    } finally {
      if (!begun) {
        running.decrementAndGet();
      }
    }
  }

  static ExecutorService platformThreads() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "grapnel-stream-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
