package dev.grapnel.interceptors.logging;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Says how and what {@link LoggingInterceptor} logs. Immutable and thread-safe.
 *
 * <p>Lines have the level of {@link Builder#level}, except that a call which somebody has to look
 * at is logged at WARN (or at that level if it is ERROR):
 *
 * <table>
 * <caption>Levels</caption>
 * <tr><th>status</th><th>server</th><th>client</th></tr>
 * <tr><td>OK</td><td>level</td><td>level</td></tr>
 * <tr><td>UNKNOWN, INTERNAL, DATA_LOSS, UNAVAILABLE, DEADLINE_EXCEEDED</td>
 *     <td>WARN</td><td>WARN</td></tr>
 * <tr><td>RESOURCE_EXHAUSTED, UNIMPLEMENTED</td><td>level: the caller asks for too much, or for what
 *     was never there</td><td>WARN: quotas or versions do not fit</td></tr>
 * <tr><td>CANCELLED, INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED,
 *     UNAUTHENTICATED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE</td>
 *     <td>level</td><td>level</td></tr>
 * <tr><td>any, of a slow unary call</td><td>WARN</td><td>WARN</td></tr>
 * </table>
 */
public final class GRPCLogger {

  private final Level level;
  private final LogFormat format;
  private final String logger;
  private final Toggle requests;
  private final Toggle responses;
  private final int maxPayloadSize;
  private final Set<String> redactedFields;
  private final @Nullable Duration slowCallThreshold;
  private final double sampling;
  private final Toggle mdc;

  private GRPCLogger(Builder builder) {
    this.level = builder.level;
    this.format = builder.format;
    this.logger = builder.logger;
    this.requests = builder.requests;
    this.responses = builder.responses;
    this.maxPayloadSize = builder.maxPayloadSize;
    this.redactedFields = Set.copyOf(builder.redactedFields);
    this.slowCallThreshold = builder.slowCallThreshold;
    this.sampling = builder.sampling;
    this.mdc = builder.mdc;
  }

  /**
   * Creates a logger with every default: a line of text for each call, at INFO, no payloads.
   *
   * @return the logger
   */
  public static GRPCLogger create() {
    return builder().build();
  }

  /**
   * Begins a logger.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  Level level() {
    return level;
  }

  LogFormat format() {
    return format;
  }

  String logger() {
    return logger;
  }

  boolean logs(MessageLine.Kind kind) {
    return (kind == MessageLine.Kind.REQUEST ? requests : responses).isOn();
  }

  int maxPayloadSize() {
    return maxPayloadSize;
  }

  Set<String> redactedFields() {
    return redactedFields;
  }

  @Nullable Duration slowCallThreshold() {
    return slowCallThreshold;
  }

  double sampling() {
    return sampling;
  }

  Toggle mdc() {
    return mdc;
  }

  /** Builds a {@link GRPCLogger}. Not thread-safe. */
  public static final class Builder {

    private static final int LARGEST_PAYLOAD = 1024 * 1024;
    private static final Duration SLOWEST = Duration.ofDays(1);

    private final List<String> problems = new ArrayList<>();
    private final Set<String> redactedFields =
        new TreeSet<>(List.of("password", "token", "secret", "authorization"));
    private Level level = Level.INFO;
    private LogFormat format = LogFormat.text();
    private String logger = "grpc.call";
    private Toggle requests = Toggle.OFF;
    private Toggle responses = Toggle.OFF;
    private int maxPayloadSize = 1024;
    private @Nullable Duration slowCallThreshold;
    private double sampling = 1.0;
    private Toggle mdc = Toggle.ON;

    private Builder() {}

    /**
     * Chooses the level of calls that end well, and of messages. The default is INFO.
     *
     * @param level the level
     * @return this builder
     */
    public Builder level(Level level) {
      this.level = level;
      return this;
    }

    /**
     * Chooses how a line looks. The default is {@link LogFormat#text()}.
     *
     * @param format the format
     * @return this builder
     */
    public Builder format(LogFormat format) {
      this.format = format;
      return this;
    }

    /**
     * Chooses the SLF4J logger. The default is {@code grpc.call}.
     *
     * @param name its name, not blank
     * @return this builder
     */
    public Builder logger(String name) {
      this.logger = name;
      return this;
    }

    /**
     * Logs each request message, in a line of its own. The default is off.
     *
     * @param toggle whether to
     * @return this builder
     */
    public Builder logRequests(Toggle toggle) {
      this.requests = toggle;
      return this;
    }

    /**
     * Logs each response message, in a line of its own. The default is off.
     *
     * @param toggle whether to
     * @return this builder
     */
    public Builder logResponses(Toggle toggle) {
      this.responses = toggle;
      return this;
    }

    /**
     * Limits how much of a message is printed; what is longer is cut, and its line says so. The
     * default is 1024.
     *
     * @param characters from 1 to 1048576
     * @return this builder
     */
    public Builder maxPayloadSize(int characters) {
      this.maxPayloadSize = characters;
      return this;
    }

    /**
     * Hides the values of fields and map keys that have a name, beside {@code password}, {@code
     * token}, {@code secret}, {@code authorization} and fields with the option {@code
     * debug_redact}.
     *
     * <p>Case does not matter. The name has to stand in the field's name as whole words: {@code
     * token} hides access_token, clientToken, token2 and tokens, but not tokenizer; {@code
     * card_number} hides oldCardNumber.
     *
     * @param name a word or several, as in snake_case or camelCase
     * @return this builder
     */
    public Builder addRedactedField(String name) {
      if (RedactedFields.isName(name)) {
        redactedFields.add(name);
      } else {
        problems.add(
            "a redacted field is '%s': expected a name with letters or digits"
                .formatted(Escaped.of(name)));
      }
      return this;
    }

    /**
     * Logs unary calls that take longer at WARN, and says that they are slow. The default is never.
     *
     * @param threshold more than zero, a day at most
     * @return this builder
     */
    public Builder slowCallThreshold(Duration threshold) {
      this.slowCallThreshold = threshold;
      return this;
    }

    /**
     * Logs a random share of the calls that end with OK. Failed and slow calls are always logged.
     * Messages are logged for that share of all calls, since they come before the end is known. The
     * default is 1: all of them.
     *
     * @param share from 0 to 1
     * @return this builder
     */
    public Builder sampling(double share) {
      this.sampling = share;
      return this;
    }

    /**
     * Puts {@code grpc.method}, {@code request_id} and {@code trace_id} into the MDC while
     * callbacks run. The default is on.
     *
     * @param toggle whether to
     * @return this builder
     */
    public Builder mdc(Toggle toggle) {
      this.mdc = toggle;
      return this;
    }

    /**
     * Checks everything at once.
     *
     * @return the logger
     * @throws ConfigException if a name is empty or a number out of its range; it tells all of them
     */
    public GRPCLogger build() {
      List<String> found = new ArrayList<>(problems);
      if (logger.isBlank()) {
        found.add("logger is blank: expected the name of a logger, for example grpc.call");
      }
      if (maxPayloadSize < 1 || maxPayloadSize > LARGEST_PAYLOAD) {
        found.add(
            "maxPayloadSize is %d: expected 1 to %d".formatted(maxPayloadSize, LARGEST_PAYLOAD));
      }
      if (slowCallThreshold != null
          && (slowCallThreshold.compareTo(Duration.ZERO) <= 0
              || slowCallThreshold.compareTo(SLOWEST) > 0)) {
        found.add(
            "slowCallThreshold is %s: expected more than zero and at most %s"
                .formatted(slowCallThreshold, SLOWEST));
      }
      if (!(sampling >= 0 && sampling <= 1)) {
        found.add("sampling is %s: expected 0 to 1".formatted(sampling));
      }
      ConfigException.throwIfAny(found);
      return new GRPCLogger(this);
    }
  }
}
