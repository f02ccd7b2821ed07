package dev.grapnel.client.resilience;

import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Answers the methods of {@link Kinds} with one message, or fails them. */
final class KindsServer implements AutoCloseable {

  /** What becomes of the calls of a method. */
  enum Behaviour {
    ANSWERS,
    /** Says nothing; the test ends the call. */
    HOLDS,
    /** Sends a message; the test ends the call. */
    ANSWERS_AND_HOLDS
  }

  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final Map<String, Status> failing = new ConcurrentHashMap<>();
  private final BlockingQueue<ServerCall<String, String>> held = new LinkedBlockingQueue<>();
  private final Server server;
  private volatile Behaviour behaviour = Behaviour.ANSWERS;

  private KindsServer(ServerBuilder<?> builder) {
    try {
      server = builder.addService((BindableService) this::definition).build().start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static KindsServer inProcess(String name) {
    return new KindsServer(InProcessServerBuilder.forName(name));
  }

  static KindsServer onLoopback() {
    return new KindsServer(
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            InsecureServerCredentials.create()));
  }

  int port() {
    return server.getPort();
  }

  KindsServer fail(MethodType type, Status status) {
    failing.put(Kinds.name(type), status);
    return this;
  }

  KindsServer heal(MethodType type) {
    failing.remove(Kinds.name(type));
    return this;
  }

  KindsServer behave(Behaviour next) {
    behaviour = next;
    return this;
  }

  int attempts(MethodType type) {
    return attempts.getOrDefault(Kinds.name(type), 0);
  }

  /** Waits for the next call that the test is to end. */
  ServerCall<String, String> nextHeld() throws InterruptedException {
    ServerCall<String, String> call = held.poll(20, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no call is held");
    }
    return call;
  }

  void endHeld(Status status) throws InterruptedException {
    nextHeld().close(status, new Metadata());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private ServerServiceDefinition definition() {
    ServerServiceDefinition.Builder builder = ServerServiceDefinition.builder(Kinds.SERVICE);
    for (MethodType type : MethodType.values()) {
      if (type != MethodType.UNKNOWN) {
        MethodDescriptor<String, String> method = Kinds.method(type);
        builder.addMethod(method, handler(method.getFullMethodName()));
      }
    }
    return builder.build();
  }

  private ServerCallHandler<String, String> handler(String name) {
    return (call, headers) -> {
      attempts.merge(name, 1, Integer::sum);
      call.request(2);
      return new ServerCall.Listener<>() {
        @Override
        public void onHalfClose() {
          answer(call, failing.getOrDefault(name, Status.OK));
        }
      };
    };
  }

  private void answer(ServerCall<String, String> call, Status status) {
    if (!status.isOk()) {
      call.close(status, new Metadata());
      return;
    }
    if (behaviour != Behaviour.HOLDS) {
      call.sendHeaders(new Metadata());
      call.sendMessage("response");
    }
    if (behaviour == Behaviour.ANSWERS) {
      call.close(Status.OK, new Metadata());
    } else {
      held.add(call);
    }
  }
}
