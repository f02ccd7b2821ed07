package dev.grapnel.testing.traffic;

import dev.grapnel.testing.call.CredentialNames;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps every call that passes, to replay it in tests.
 *
 * <p>It is a client interceptor; {@link #serverInterceptor} is the same for a server. All four call
 * kinds, with metadata, headers, messages in the order in which they passed, status and trailers.
 * Nothing about a call is changed. Add it last to see what the other interceptors add to requests.
 *
 * <p>Values of {@code authorization}, {@code proxy-authorization}, {@code cookie}, {@code
 * set-cookie}, {@code x-api-key} and of further names that the builder is told are never kept: a
 * recording has {@code <redacted>} instead. Messages and status descriptions are kept whole: look
 * through them before you commit a recording. What transports add for themselves, as {@code
 * content-type}, is left out.
 *
 * <p>Everything is kept in memory. Thread-safe.
 */
public final class TrafficRecorder implements ClientInterceptor {

  private final Set<String> redacted;
  private final List<CallInProgress> calls = new ArrayList<>();

  private TrafficRecorder(Set<String> redacted) {
    this.redacted = Set.copyOf(redacted);
  }

  /**
   * Creates a recorder that redacts the usual credentials.
   *
   * @return the recorder
   */
  public static TrafficRecorder create() {
    return builder().build();
  }

  /**
   * Begins a recorder that redacts more than the usual credentials.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns what was recorded so far.
   *
   * @return the calls in the order in which they were started. Calls that still run are in it
   *     without a status, as those that the client cancelled: replayed, they hang.
   */
  public Recording recording() {
    List<CallInProgress> copy;
    synchronized (calls) {
      copy = List.copyOf(calls);
    }
    return new Recording(copy.stream().map(CallInProgress::soFar).toList());
  }

  /**
   * Returns the same recorder for a server. What it records is the order in which the server saw
   * messages.
   *
   * @return the interceptor; calls of clients and servers go into one recording
   */
  public ServerInterceptor serverInterceptor() {
    return new ServerRecording(this);
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new RecordingClientCall<>(next.newCall(method, options), method, this);
  }

  CallInProgress begin(MethodDescriptor<?, ?> method) {
    CallInProgress call = new CallInProgress(method, redacted);
    synchronized (calls) {
      calls.add(call);
    }
    return call;
  }

  /** Says what must not be kept. */
  public static final class Builder {

    private final Set<String> redacted = new TreeSet<>(CredentialNames.ALL);

    private Builder() {}

    /**
     * Keeps the values of one more metadata key out of recordings.
     *
     * @param name the name of the key, in any case
     * @return this builder
     */
    public Builder redact(String name) {
      redacted.add(name.toLowerCase(Locale.ROOT));
      return this;
    }

    /**
     * Creates the recorder.
     *
     * @return the recorder
     */
    public TrafficRecorder build() {
      return new TrafficRecorder(redacted);
    }
  }
}
