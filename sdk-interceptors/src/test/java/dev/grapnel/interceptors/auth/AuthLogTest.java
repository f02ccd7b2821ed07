package dev.grapnel.interceptors.auth;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceBlockingStub;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuthLogTest {

  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("grpc.auth");

  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final AtomicLong nanos = new AtomicLong();
  private final GRPCTestClient client =
      GRPCTestClient.builder()
          .addService(new NotesWithPrincipal())
          .addInterceptor(
              AuthInterceptor.builder()
                  .addAuthenticator(new Users())
                  .rules(
                      AccessRules.builder()
                          .method(NoteServiceGrpc.getReadMethod(), Access.anyone())
                          .otherwise(Access.role("staff"))
                          .build())
                  .ticker(nanos::get)
                  .build())
          .build();

  @BeforeEach
  void start() {
    appender.start();
    LOGGER.addAppender(appender);
    client.start();
  }

  @AfterEach
  void close() {
    LOGGER.detachAppender(appender);
    client.close();
  }

  private void call(String user, Status.Code expected) {
    NoteServiceBlockingStub notes =
        client.with(Users.as(user)).stub(NoteServiceGrpc::newBlockingStub);
    assertThatCall(() -> notes.write(WriteRequest.getDefaultInstance())).failsWith(expected);
  }

  private List<String> lines(Level level) {
    return List.copyOf(appender.list).stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void tellsTheOperatorWhatTheCallerIsNotTold() {
    call(Users.BAD + "the token expired 3 s ago", Status.Code.UNAUTHENTICATED);
    call("bob", Status.Code.PERMISSION_DENIED);
    call(Users.AWAY, Status.Code.UNAVAILABLE);
    call(Users.BROKEN, Status.Code.UNAVAILABLE);
    String method = NoteServiceGrpc.getWriteMethod().getFullMethodName();
    assertThat(lines(Level.INFO)).hasSize(2);
    assertThat(lines(Level.INFO).get(0))
        .startsWith(method + " is refused: the token expired 3 s ago, peer ")
        .contains(", request id ");
    assertThat(lines(Level.INFO).get(1))
        .startsWith(method + " is denied to bob: role:staff is needed, peer ");
    assertThat(lines(Level.WARN)).hasSize(1).allMatch(line -> line.contains("no keys yet"));
    assertThat(lines(Level.ERROR))
        .hasSize(1)
        .allMatch(line -> line.contains("the authenticator " + Users.class.getName() + " failed"));
    assertThat(appender.list)
        .filteredOn(event -> event.getThrowableProxy() != null)
        .extracting(event -> event.getThrowableProxy().getMessage())
        .containsExactly("broken on purpose");
  }

  @Test
  void writesTenLinesAMinuteAndTellsHowManyItLeftOut() {
    for (int i = 0; i < 15; i++) {
      call(Users.BAD + "reason " + i, Status.Code.UNAUTHENTICATED);
    }
    assertThat(lines(Level.INFO)).hasSize(10);
    assertThat(lines(Level.DEBUG)).hasSize(5);
    call(Users.AWAY, Status.Code.UNAVAILABLE);
    assertThat(lines(Level.WARN)).as("another kind").hasSize(1);

    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    call(Users.BAD + "later", Status.Code.UNAUTHENTICATED);
    assertThat(lines(Level.INFO)).hasSize(11);
    assertThat(lines(Level.INFO).get(10)).endsWith("(5 more lines were left out)");
  }

  @Test
  void escapesAndShortensWhatMayComeFromTheWire() {
    assertThat(PrintableText.of("plain")).isEqualTo("plain");
    assertThat(PrintableText.of("a\r\nb\tä\u2028\u202e"))
        .isEqualTo("a\\u000d\\u000ab\\u0009\\u00e4\\u2028\\u202e");
    assertThat(PrintableText.of("x".repeat(10_000))).hasSize(259).endsWith("x...");
    assertThat(PrintableText.of("\n".repeat(10_000))).hasSize(256 * 6 + 3);
  }

  @Test
  void keepsQuietAboutIgnoredCredentials() {
    NoteServiceBlockingStub notes =
        client.with(Users.as(Users.BAD + "stale")).stub(NoteServiceGrpc::newBlockingStub);
    assertThatCall(() -> notes.read(ReadRequest.getDefaultInstance())).succeeds();
    assertThat(lines(Level.INFO)).isEmpty();
    assertThat(lines(Level.DEBUG)).hasSize(1).allMatch(line -> line.contains("stale"));
  }
}
