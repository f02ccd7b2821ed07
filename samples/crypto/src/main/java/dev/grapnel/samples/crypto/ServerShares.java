package dev.grapnel.samples.crypto;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts which server answered how many calls, and how the others failed. Thread-safe. */
final class ServerShares implements ClientInterceptor {

  /** What happened since the last look. */
  record Counts(Map<String, Long> answered, Map<Status.Code, Long> failed) {

    long answers() {
      return answered.values().stream().mapToLong(Long::longValue).sum();
    }

    long failures() {
      return failed.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private final Map<String, LongAdder> answered = new ConcurrentHashMap<>();
  private final Map<Status.Code, LongAdder> failed = new ConcurrentHashMap<>();

  Counts next() {
    return new Counts(taken(answered), taken(failed));
  }

  private static <K> Map<K, Long> taken(Map<K, LongAdder> counters) {
    Map<K, Long> counts = new TreeMap<>();
    counters.forEach((key, counter) -> counts.put(key, counter.sumThenReset()));
    return counts;
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<RespT> listener, Metadata headers) {
        ClientCall<ReqT, RespT> call = delegate();
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                if (status.isOk()) {
                  String server =
                      String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
                  count(answered, server.replaceFirst("^.*/", ""));
                } else {
                  count(failed, status.getCode());
                }
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }

  private static <K> void count(Map<K, LongAdder> counters, K key) {
    counters.computeIfAbsent(key, first -> new LongAdder()).increment();
  }
}
