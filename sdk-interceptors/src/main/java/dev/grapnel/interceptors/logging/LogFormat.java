package dev.grapnel.interceptors.logging;

/**
 * Says how a line looks: text after a pattern, or JSON. Immutable and thread-safe.
 *
 * <p>In both, whatever may come from the wire has its line breaks, control characters, terminal
 * escapes and invisible characters escaped as in JSON, and is cut: ids, names and addresses after
 * 256 characters, descriptions after 1024.
 */
public abstract sealed class LogFormat permits TextFormat, JsonFormat {

  LogFormat() {}

  /**
   * Returns text with every placeholder: side, method, status, duration and then names with values.
   *
   * <pre>{@code
   * server shop.Orders/Get OK 1.204ms peer=ipv4:10.0.0.7:41312 request_id=8c1f0a7be2d95b44
   *   trace_id=- principal=ana received=1 sent=1 description=-
   * }</pre>
   *
   * <p>It is one line; what a call does not have is a dash, and a value that is no plain word is in
   * quotes.
   *
   * @return the format
   */
  public static LogFormat text() {
    return TextFormat.DEFAULT;
  }

  /**
   * Returns text after a pattern, for example {@code "{method} {status} in {duration}"}.
   *
   * <p>There is {@code {side}} (server or client), {@code {method}}, {@code {status}}, {@code
   * {description}}, {@code {duration}} (in milliseconds, as 1.204ms), {@code {peer}}, {@code
   * {request_id}}, {@code {trace_id}}, {@code {principal}} (servers only), {@code
   * {messages_received}} and {@code {messages_sent}}. Lines of slow calls end in {@code (slow
   * call)}. The pattern is for the lines of calls; those of messages look the same always.
   *
   * @param pattern one line that is not blank
   * @return the format
   * @throws dev.grapnel.core.config.ConfigException if the pattern holds an unknown placeholder (it
   *     lists those that exist), an open brace or an invisible character, or is blank
   */
  public static LogFormat text(String pattern) {
    return TextFormat.compile(pattern);
  }

  /**
   * Returns one JSON object in each line.
   *
   * <p>A call has {@code event} ("call"), {@code side}, {@code method}, {@code request_id}, {@code
   * trace_id}, {@code status}, {@code description}, {@code duration_ms} (a number), {@code peer},
   * {@code principal}, {@code messages_received}, {@code messages_sent} (numbers) and {@code slow}
   * (true). A message has {@code event} ("request" or "response"), the same {@code side} to {@code
   * trace_id}, {@code number} (its place in its direction, from 1), {@code payload} (text) and
   * {@code payload_cut} (true). What a call does not have is left out. Time and level are up to the
   * layout of the logging backend, which has to print the message alone.
   *
   * @return the format
   */
  public static LogFormat json() {
    return JsonFormat.INSTANCE;
  }

  /** Writes the line of a call. */
  abstract String call(CallEnd end);

  /** Writes the line of a message. */
  abstract String message(MessageLine line);
}
