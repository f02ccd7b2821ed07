package dev.grapnel.interceptors;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.auth.Access;
import dev.grapnel.interceptors.auth.AccessRules;
import dev.grapnel.interceptors.auth.AuthInterceptor;
import dev.grapnel.interceptors.auth.JwtAuthenticator;
import dev.grapnel.interceptors.deadline.DeadlineInterceptor;
import dev.grapnel.interceptors.errors.ErrorInterceptor;
import dev.grapnel.interceptors.limits.ConcurrencyLimitInterceptor;
import dev.grapnel.interceptors.limits.LimitKey;
import dev.grapnel.interceptors.logging.LoggingInterceptor;
import dev.grapnel.interceptors.metrics.MetricsInterceptor;
import dev.grapnel.interceptors.metrics.PrometheusEndpoint;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.interceptors.tracing.TracingInterceptor;
import dev.grapnel.interceptors.validation.ValidationInterceptor;
import dev.grapnel.testing.security.TestTokens;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/** A server with every interceptor, and all that they tell of its calls. */
final class WholeChain implements AutoCloseable {

  static final Duration LIMIT = Duration.ofMinutes(1);
  static final String BAD = "not valid";

  private static final AttributeKey<Long> CODE = AttributeKey.longKey("rpc.grpc.status_code");
  private static final Principal ANA = Principal.builder("ana").addPermission("notes").build();
  private static final Principal EVE = Principal.builder("eve").build();

  final VirtualClock clock = VirtualClock.create();
  final ScriptedNotes notes = new ScriptedNotes();
  final Watch outermost = new Watch();
  final Watch innermost = new Watch();
  final TestTokens tokens = TestTokens.hmac();
  final PrometheusMeterRegistry registry = PrometheusEndpoint.registry();
  final BlockingQueue<ILoggingEvent> logged = new LinkedBlockingQueue<>();

  private final OpenTelemetryExtension telemetry;
  private final int slots;
  private final Logger root = (Logger) LoggerFactory.getLogger("grpc");
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          event.getFormattedMessage();
          logged.add(event);
        }
      };
  private final Place.Opened opened;

  WholeChain(Place place, OpenTelemetryExtension telemetry, int slots) {
    this.telemetry = telemetry;
    this.slots = slots;
    telemetry.clearSpans();
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
    opened = place.open(notes::service, outermost, chain());
  }

  private ServerChain chain() {
    return ServerChain.builder()
        .add(innermost)
        .validation(
            ValidationInterceptor.builder()
                .addValidator(
                    WriteRequest.class,
                    (request, found) ->
                        found.check(!request.getText().equals(BAD), "text", "must be good"))
                .addValidator(
                    ReadRequest.class,
                    (request, found) ->
                        found.check(!request.getText().equals(BAD), "text", "must be good"))
                .build())
        .limits(ConcurrencyLimitInterceptor.of(slots, LimitKey.principal()))
        .auth(
            AuthInterceptor.builder()
                .addAuthenticator(JwtAuthenticator.hmac(tokens.secret()).build())
                .rules(AccessRules.builder().otherwise(Access.permission("notes")).build())
                .build())
        .peerLimits(ConcurrencyLimitInterceptor.of(100))
        .deadline(
            DeadlineInterceptor.builder()
                .unary(LIMIT)
                .streaming(LIMIT)
                .clock(clock.scheduler(), clock.deadlineTicker())
                .build())
        .errors(ErrorInterceptor.create())
        .metrics(MetricsInterceptor.create(registry))
        .logging(LoggingInterceptor.create())
        .tracing(TracingInterceptor.create(telemetry.getOpenTelemetry()))
        .build();
  }

  Channel channel() {
    return with(tokens.token(ANA));
  }

  Channel withoutPermission() {
    return with(tokens.token(EVE));
  }

  Channel with(String token) {
    return ClientInterceptors.intercept(opened.channel(), TestTokens.bearer(token));
  }

  Channel withoutToken() {
    return opened.channel();
  }

  /** All tell the same of one call of a method; returns its line. */
  String assertAllTell(String method, Status.Code code) {
    await("a line of " + method, () -> !lines(method).isEmpty());
    await("the span of " + method, () -> !spans(method).isEmpty());
    await("no active calls of " + method, () -> active(method) == 0);
    List<String> lines = lines(method);
    assertThat(lines).as("lines").hasSize(1);
    assertThat(lines.get(0)).as("the line").startsWith("server " + method + " " + code + " ");
    assertThat(counts(method)).as("counts").containsExactly(code + " 1.0");
    assertThat(spans(method)).as("spans").hasSize(1);
    SpanData span = spans(method).get(0);
    assertThat(code(span)).as("the span").isEqualTo(code);
    assertThat(lines.get(0)).contains("trace_id=" + span.getTraceId());
    assertThat(outermost.leftovers()).as("MDC").isEmpty();
    assertThat(events("grpc.call"))
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
        .noneMatch(event -> event.getFormattedMessage().contains(ClientSide.SECRET));
    return lines.get(0);
  }

  /** Ana may have as many calls as ever, a moment after her last answer. */
  void assertSlotsAreFree() {
    AtomicInteger running = new AtomicInteger();
    notes.script(
        (point, call) -> {
          if (point == ScriptedNotes.Point.HALF_CLOSE) {
            running.incrementAndGet();
          }
          return point != ScriptedNotes.Point.HALF_CLOSE;
        });
    List<ClientSide<?, ?>> probes = new ArrayList<>();
    await(
        slots + " free slots",
        () -> {
          for (int i = probes.size(); i < slots; i++) {
            probes.add(ClientSide.probe(channel()));
          }
          probes.removeIf(ClientSide::hasEnded);
          return running.get() == slots;
        });
    probes.forEach(ClientSide::cancel);
  }

  List<String> lines(String method) {
    return events("grpc.call").stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(" " + method + " "))
        .toList();
  }

  List<ILoggingEvent> events(String logger) {
    return logged.stream().filter(event -> event.getLoggerName().equals(logger)).toList();
  }

  /** Of warnings and errors, whose exceptions are on purpose. */
  List<ILoggingEvent> reports() {
    return events("grpc.error").stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .toList();
  }

  List<String> counts(String method) {
    List<String> found = new ArrayList<>();
    for (Counter counter : registry.find("grpc.requests").tag("method", method).counters()) {
      found.add(counter.getId().getTag("status") + " " + counter.count());
    }
    return found;
  }

  double active(String method) {
    return registry.get("grpc.active.calls").tag("method", method).gauge().value();
  }

  static Status.Code code(SpanData span) {
    return Status.fromCodeValue(span.getAttributes().get(CODE).intValue()).getCode();
  }

  List<SpanData> spans(String method) {
    return telemetry.getSpans().stream()
        .filter(span -> span.getKind() == SpanKind.SERVER && span.getName().equals(method))
        .toList();
  }

  /** Waits for the line of a call and tells the status in it. */
  Status.Code awaitEnd(String method) {
    await("a line", () -> !lines(method).isEmpty());
    return Status.Code.valueOf(lines(method).get(0).split(" ", 4)[2]);
  }

  static void await(String what, BooleanSupplier condition) {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s within 10 s", what).isLessThan(giveUp);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    try {
      opened.end().run();
    } finally {
      root.detachAppender(appender);
      appender.stop();
    }
  }
}
