package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.BindableService;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFormatTest {

  private final LoggedLines server = new LoggedLines();

  @Test
  void writesAnyPattern() {
    assertThat(line(LogFormat.text("no placeholder"), new NoteService()))
        .isEqualTo("no placeholder");
    assertThat(line(LogFormat.text("{status}{status} }{side}"), new NoteService()))
        .isEqualTo("OKOK }server");
  }

  @Test
  void quotesWhatIsNoPlainWord() {
    assertThat(line(LogFormat.text("who={principal}."), new NoteService(), "ana"))
        .isEqualTo("who=ana.");
    assertThat(line(LogFormat.text("who={principal}."), new NoteService(), "a status=OK\n"))
        .isEqualTo("who=\"a status=OK\\n\".");
    assertThat(line(LogFormat.text("who={principal}."), new NoteService(), "-"))
        .isEqualTo("who=\"-\".");
  }

  @Test
  void refusesUnknownPlaceholders() {
    assertThatThrownBy(() -> LogFormat.text("{method} {state} {Status}"))
        .isInstanceOfSatisfying(
            ConfigException.class,
            failure ->
                assertThat(failure.problems())
                    .hasSize(2)
                    .first()
                    .isEqualTo(
                        "the log pattern has {state}: expected one of {side}, {method}, {status},"
                            + " {description}, {duration}, {peer}, {request_id}, {trace_id},"
                            + " {principal}, {messages_received}, {messages_sent}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{method", "a\nb {method}", "{}", "\u001b[2J", "a\u2028b"})
  void refusesPatternsThatAreNoLine(String pattern) {
    assertThatThrownBy(() -> LogFormat.text(pattern))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("the log pattern ");
  }

  @Test
  void writesJson() throws Exception {
    JsonNode json = json(new NoteService(), "ana \"the\" first");

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "event",
            "side",
            "method",
            "request_id",
            "status",
            "duration_ms",
            "peer",
            "principal",
            "messages_received",
            "messages_sent");
    assertThat(json.get("event").textValue()).isEqualTo("call");
    assertThat(json.get("side").textValue()).isEqualTo("server");
    assertThat(json.get("method").textValue()).isEqualTo(NoteService.WRITE);
    assertThat(json.get("status").textValue()).isEqualTo("OK");
    assertThat(json.get("principal").textValue()).isEqualTo("ana \"the\" first");
    assertThat(json.get("duration_ms").isNumber()).isTrue();
    assertThat(json.get("messages_received").intValue()).isEqualTo(1);
    assertThat(json.get("messages_sent").intValue()).isEqualTo(1);
  }

  @Test
  void writesDescriptionsAsJson() throws Exception {
    Status status = Status.NOT_FOUND.withDescription("no \"note\" \u2028 \u202e \\ x");

    JsonNode json = json(FailingService.answering(status.asRuntimeException()), "ana");
    assertThat(json.get("description").textValue()).isEqualTo(status.getDescription());
  }

  private JsonNode json(BindableService service, String principal) throws Exception {
    return new ObjectMapper().readTree(line(LogFormat.json(), service, principal));
  }

  private String line(LogFormat format, BindableService service) {
    return line(format, service, "ana");
  }

  private String line(LogFormat format, BindableService service, String principal) {
    GRPCLogger settings = server.settings().format(format).build();
    var running =
        GRPCTestClient.builder()
            .addService(service)
            .addInterceptor(LoggingInterceptor.of(settings))
            .build();
    try (running) {
      running.start();
      var caller = running.as(Principal.builder(principal).build());
      AllKinds.UNARY.call(caller.stub(NoteServiceGrpc::newStub));
      return server.next().text();
    }
  }
}
