package dev.grapnel.testing;

import java.util.Arrays;
import java.util.Locale;

/** What carries the calls of a test. The test is the same for both. */
public enum Transport {

  /**
   * Memory: no socket and no port. Messages pass through their marshallers as bytes, metadata is
   * copied, sizes are limited as on the wire.
   */
  IN_PROCESS,

  /** A free port of loopback: grpc-java on Netty, HTTP/2, real sockets. */
  LOOPBACK;

  /** The system property that chooses for a whole test run: {@value}. */
  public static final String PROPERTY = "grapnel.testing.transport";

  /**
   * Returns the transport of this test run.
   *
   * @return what the system property {@value #PROPERTY} names, in any case and with {@code -} or
   *     {@code _}; {@link #IN_PROCESS} if it is not set
   * @throws IllegalStateException if it names none
   */
  public static Transport configured() {
    String name = System.getProperty(PROPERTY, "").trim();
    if (name.isEmpty()) {
      return IN_PROCESS;
    }
    String wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values())
        .filter(transport -> transport.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the system property %s is \"%s\": expected in-process or loopback"
                        .formatted(PROPERTY, name)));
  }
}
