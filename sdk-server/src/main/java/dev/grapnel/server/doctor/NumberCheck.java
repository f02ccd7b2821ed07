package dev.grapnel.server.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keepalive and sizes: numbers that do not fit each other, or what clients usually have. */
record NumberCheck(ServerFacts.Limits limits, ServerFacts.Surroundings surroundings) {

  /** gRFC A8: clients may not ping oftener than every 10 s, and libraries raise less to that. */
  private static final Duration SHORTEST_KEEP_ALIVE = Duration.ofSeconds(10);

  /** What the gRPC libraries of all languages take unless told otherwise. */
  private static final int USUAL_MESSAGE_SIZE = 4 << 20;

  private static final int MEBIBYTE = 1 << 20;

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    keepAlive(findings);
    messageSize(findings);
    metadataSize(findings);
    return findings;
  }

  private void keepAlive(List<Finding> findings) {
    Duration time = limits.keepAlive().time();
    if (time.compareTo(limits.permitKeepAliveTime()) < 0) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "keepalive-permit",
              "the keepAlive time is "
                  + time
                  + ", but clients may ping every "
                  + limits.permitKeepAliveTime()
                  + " only",
              "a client that is given the same time loses its connections with too_many_pings; what"
                  + " clients are given cannot be seen from here",
              "set GRPC_KEEP_ALIVE_TIME to 10s or more, or lower permitKeepAliveTime"));
    } else if (time.compareTo(SHORTEST_KEEP_ALIVE) < 0) {
      findings.add(
          new Finding(
              Severity.NOTE,
              "keepalive-short",
              "the keepAlive time is " + time + ", below 10 s",
              "pings of all silent connections cost the server and wake up mobile clients; gRPC's"
                  + " other libraries go no lower than 10 s",
              "set GRPC_KEEP_ALIVE_TIME to 10s or more"));
    }
  }

  private void messageSize(List<Finding> findings) {
    int size = limits.maxInboundMessageSize();
    long atOnce = (long) size * limits.maxWorkers();
    if (atOnce > surroundings.heapBytes() / 2) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "message-heap",
              "messages may have %d bytes each; %d of them, one for each worker, are %d MiB, more than half of the heap of %d MiB"
                  .formatted(
                      size,
                      limits.maxWorkers(),
                      atOnce / MEBIBYTE,
                      surroundings.heapBytes() / MEBIBYTE),
              "a few callers with large messages end the process with OutOfMemoryError",
              "lower GRPC_MAX_INBOUND_MESSAGE_SIZE, or give the JVM more heap (-Xmx,"
                  + " -XX:MaxRAMPercentage)"));
    }
    if (size > USUAL_MESSAGE_SIZE) {
      findings.add(
          new Finding(
              Severity.NOTE,
              "message-size-client",
              "requests may have " + size + " bytes, but clients take answers of 4 MiB by default",
              "answers as large as the requests fail at the client with RESOURCE_EXHAUSTED; what"
                  + " clients are set to cannot be seen from here",
              "give clients the same maxInboundMessageSize, or send large data as a stream"));
    }
  }

  private void metadataSize(List<Finding> findings) {
    if (limits.maxInboundMetadataSize() > limits.maxInboundMessageSize()) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "metadata-size",
              "metadata may have "
                  + limits.maxInboundMetadataSize()
                  + " bytes, more than a message with "
                  + limits.maxInboundMessageSize(),
              "metadata is held in memory for each call before any limit or authentication sees it",
              "set GRPC_MAX_INBOUND_METADATA_SIZE to 8KiB, or to what tokens need"));
    }
  }
}
