package dev.grapnel.interceptors.metrics;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Measures the compressed sizes of server calls, which only the transport knows. */
final class A66ServerSizes extends ServerStreamTracer.Factory {

  private final MethodTable methods;

  A66ServerSizes(MethodTable methods) {
    this.methods = methods;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    return new Sizes();
  }

  private final class Sizes extends ServerStreamTracer {

    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable MethodDescriptor<?, ?> method;

    /** Not told for a method that the server does not have. */
    @Override
    public void serverCallStarted(ServerCallInfo<?, ?> call) {
      method = call.getMethodDescriptor();
    }

    @Override
    public void outboundWireSize(long bytes) {
      sent.add(bytes);
    }

    @Override
    public void inboundWireSize(long bytes) {
      received.add(bytes);
    }

    @Override
    public void streamClosed(Status status) {
      if (closed.compareAndSet(false, true)) {
        MethodDescriptor<?, ?> called = method;
        MethodMeters meters = called == null ? methods.other() : methods.find(called);
        meters.sizes(status.getCode(), sent.doubleValue(), received.doubleValue());
      }
    }
  }
}
