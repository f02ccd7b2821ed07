package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.assertion.GrpcAssertions;
import dev.grapnel.testing.time.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

/** Payloads: only on request, one line for each message. */
class MessageLineTest {

  private final LoggedLines server = new LoggedLines();
  private final LoggedLines client = new LoggedLines();

  @ParameterizedTest
  @EnumSource
  void isWrittenForEachMessageOnBothSides(AllKinds kind) {
    call(kind, everything(server), everything(client));

    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= kind.requests(); i++) {
      expected.add(kind.method() + " request " + i);
    }
    for (int i = 1; i <= kind.responses(); i++) {
      expected.add(kind.method() + " response " + i);
    }
    assertThat(begins(server, "server ", expected.size()))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(begins(client, "client ", expected.size()))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(server.next().text()).startsWith("server " + kind.method() + " OK");
    assertThat(client.next().text()).startsWith("client " + kind.method() + " OK");
  }

  @Test
  void tellsIdAndContent() {
    call(AllKinds.UNARY, everything(server), everything(client));

    LoggedLines.Line line = server.next();
    assertThat(line.level()).isEqualTo(Level.INFO);
    assertThat(line.text())
        .matches(
            "server grapnel.interceptors.test.v1.NoteService/Write request 1"
                + " request_id=[0-9a-f]{16} \\{text: \"x\"}");
    assertThat(line.mdc()).containsEntry("grpc.method", AllKinds.UNARY.method());
    assertThat(client.next().mdc()).containsEntry("grpc.method", AllKinds.UNARY.method());
  }

  @Test
  void isForRequestsOrResponsesAlone() {
    call(
        AllKinds.UNARY,
        server.settings().logRequests(Toggle.ON).build(),
        client.settings().logResponses(Toggle.ON).build());

    assertThat(server.next(2).get(0)).contains(" request 1 ");
    assertThat(client.next(2).get(0)).contains(" response 1 ");
    assertThat(server.left()).isEmpty();
    assertThat(client.left()).isEmpty();
  }

  @Test
  void saysThatAMessageIsCut() throws Exception {
    call(
        AllKinds.UNARY,
        server.settings().logRequests(Toggle.ON).maxPayloadSize(5).build(),
        client
            .settings()
            .logRequests(Toggle.ON)
            .maxPayloadSize(5)
            .format(LogFormat.json())
            .build());

    assertThat(server.next().text()).endsWith(" {text... (cut after 5 characters)");
    JsonNode json = new ObjectMapper().readTree(client.next().text());
    assertThat(json.get("event").textValue()).isEqualTo("request");
    assertThat(json.get("number").intValue()).isEqualTo(1);
    assertThat(json.get("payload").textValue()).isEqualTo("{text");
    assertThat(json.get("payload_cut").booleanValue()).isTrue();
  }

  @Test
  void isNotWrittenBelowTheLevelOfTheLogger() {
    server.threshold(ch.qos.logback.classic.Level.INFO);
    call(
        AllKinds.UNARY,
        server.settings().level(Level.DEBUG).logRequests(Toggle.ON).build(),
        client.settings().build());

    client.next();
    assertThat(server.left()).isEmpty();
  }

  @Test
  void isNotWrittenForCallsThatAreNotOfTheSample() {
    GRPCLogger sampled = server.settings().logRequests(Toggle.ON).sampling(0.5).build();
    var running =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(LoggedLines.interceptor(sampled, VirtualClock.create(), 0.7, 0.2))
            .build();
    try (running) {
      var stub = running.start().stub(NoteServiceGrpc::newBlockingStub);
      for (String text : List.of("left out", "logged")) {
        WriteRequest request = WriteRequest.newBuilder().setText(text).build();
        GrpcAssertions.assertThatCall(() -> stub.write(request)).succeeds();
      }
      assertThat(server.next().text()).contains("\"logged\"");
      assertThat(server.next().text()).contains(" OK ");
    }
    assertThat(server.left()).isEmpty();
  }

  private void call(AllKinds kind, GRPCLogger onServer, GRPCLogger onClient) {
    var running =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(LoggingInterceptor.of(onServer))
            .addClientInterceptor(LoggingInterceptor.of(onClient))
            .build();
    try (running) {
      kind.call(running.start().stub(NoteServiceGrpc::newStub));
    }
  }

  private static GRPCLogger everything(LoggedLines lines) {
    return lines.settings().logRequests(Toggle.ON).logResponses(Toggle.ON).build();
  }

  private static List<String> begins(LoggedLines lines, String side, int count) {
    return lines.next(count).stream()
        .map(line -> line.substring(side.length(), line.indexOf(" request_id=")))
        .toList();
  }
}
