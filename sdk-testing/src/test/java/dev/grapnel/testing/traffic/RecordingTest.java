package dev.grapnel.testing.traffic;

import static dev.grapnel.testing.fake.Messages.ANA;
import static dev.grapnel.testing.fake.Messages.chat;
import static dev.grapnel.testing.fake.Messages.get;
import static dev.grapnel.testing.fake.Messages.metadata;
import static dev.grapnel.testing.user.UserServiceGrpc.getChatMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getGetUserMethod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.grapnel.testing.fake.FakeService;
import dev.grapnel.testing.fake.Messages;
import dev.grapnel.testing.fake.Reply;
import dev.grapnel.testing.fake.Wire;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Metadata;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingTest {

  private static final String EMPTY = "{\"format\": \"grapnel traffic 1\", \"calls\": []}";

  @TempDir Path folder;

  @Test
  void isReadableAndHasNoCredentials() throws IOException {
    Path file = folder.resolve("users.json");
    Files.writeString(file, "an older one");
    record(TrafficRecorder.builder().redact("X-Session").build()).write(file);

    assertThat(file)
        .hasContent(
            """
            {
              "format": "grapnel traffic 1",
              "calls": [
                {
                  "method": "user.UserService/GetUser",
                  "metadata": {
                    "authorization": ["<redacted>"],
                    "tenant": ["acme", "umbrella"],
                    "trace-bin": ["AQID"],
                    "x-session": ["<redacted>"]
                  },
                  "messages": [
                    {
                      "request": {
                        "id": 7
                      }
                    },
                    {
                      "response": {
                        "id": 7,
                        "name": "Ana"
                      }
                    }
                  ],
                  "headers": {
                    "set-cookie": ["<redacted>"]
                  },
                  "status": "OK",
                  "trailers": {}
                },
                {
                  "method": "user.UserService/Chat",
                  "metadata": {},
                  "messages": [
                    {
                      "request": {
                        "text": "<\\"ж\\">\\n"
                      }
                    },
                    {
                      "halfClose": true
                    }
                  ],
                  "status": "ABORTED",
                  "description": "no chat",
                  "trailers": {
                    "why": ["because"]
                  }
                }
              ]
            }
            """);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    Path again = folder.resolve("again.json");
    Recording.read(file).write(again);
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void tellsWhatIsInIt() {
    Recording recording = record(TrafficRecorder.create());

    assertThat(recording.size()).isEqualTo(2);
    assertThat(recording.services()).containsExactly("user.UserService");
    assertThat(recording).hasToString("Recording of 2 calls of user.UserService");
  }

  @Test
  void keepsBytesWhereJsonWouldLoseSomething() {
    User unknown =
        ANA.toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build())
            .build();
    DescriptorProto deep = nested(97);
    assertThat(body(unknown)).isEqualTo(new Body.Bytes(unknown.toByteString()));
    assertThat(body(deep)).isInstanceOf(Body.Bytes.class);
    assertThat(body(Any.newBuilder().setTypeUrl("type.googleapis.com/no.Such").build()))
        .isInstanceOf(Body.Bytes.class);
    assertThat(body(ANA)).isInstanceOf(Body.Json.class);
    for (Message message : List.of(unknown, deep, ANA)) {
      assertThat(body(message).to(ProtoUtils.marshaller(message.getDefaultInstanceForType())))
          .isEqualTo(message);
    }
  }

  @Test
  void readsWhatItWroteHoweverDeepItIs() {
    Path file = folder.resolve("deep.json");
    for (int depth = 30; depth < 99; depth++) {
      Body body = body(nested(depth));
      RecordedCall call =
          new RecordedCall("a.S/m", Map.of(), List.of(Step.request(body)), null, null);
      new Recording(List.of(call)).write(file);

      assertThat(Recording.read(file).size()).as("depth %d", depth).isEqualTo(1);
    }
  }

  @Test
  void replaysMessagesThatAreKeptAsBytes() throws IOException {
    String text =
        """
        {"format": "grapnel traffic 1", "calls": [{"method": "user.UserService/GetUser",
         "messages": [{"requestBase64": "CAc="}, {"responseBase64": "CAc="}], "status": "OK"}]}
        """;
    Path file = Files.writeString(folder.resolve("bytes.json"), text);
    FakeService users = Recording.read(file).replay(UserServiceGrpc.getServiceDescriptor());

    try (var connection = Wire.IN_PROCESS.start(users)) {
      assertThat(UserServiceGrpc.newBlockingStub(connection.channel()).getUser(get(7)).getId())
          .isEqualTo(7);
    }
    users.verify();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "                                            | the file is not a JSON object",
        "[]                                          | the file is not a JSON object",
        "{}                                          | format is missing; there are: []",
        "{\"format\": \"2\"}                         | format is \"2\", expected \"grapnel traffic 1\"",
        "{\"format\": 1}                             | format is not a text",
        "{\"format\": \"grapnel traffic 1\"}         | calls is missing; there are: [format]",
        "CALLS 1                                     | calls is not a list",
        "CALLS [1]                                   | calls[0] is not a JSON object",
        "CALLS [{}]                                  | calls[0]: method is missing; there are: []",
        "CALLS [{\"method\": \"x\"}]                 | calls[0]: method is \"x\", expected service/method",
        "CALLS [{\"methud\": \"x\"}]                 | calls[0]: \"methud\" is unknown, expected some of [method, metadata, messages, headers, status, description, trailers]",
        "CALL \"messages\": [{}]                     | calls[0].messages[0]: expected exactly one field; there are: []",
        "CALL \"messages\": [{\"x\": 1}]             | calls[0].messages[0]: \"x\" is unknown, expected one of request, requestBase64, response, responseBase64, halfClose",
        "CALL \"messages\": [{\"requestBase64\": \"****\"}] | calls[0].messages[0]: requestBase64 is not base64: Illegal base64 character 2a",
        "CALL \"messages\": [], \"metadata\": {\"a\": 1} | calls[0].metadata: a is not a list",
        "CALL \"messages\": [], \"status\": \"FINE\" | calls[0]: status is \"FINE\", expected one of [OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED]",
      })
  void tellsWhatIsWrongWithAFile(String content, String problem) throws IOException {
    String text = content == null ? "" : content;
    text =
        text.startsWith("CALLS ")
            ? "{\"format\": \"grapnel traffic 1\", \"calls\": " + text.substring(6) + "}"
            : text;
    text =
        text.startsWith("CALL ")
            ? "{\"format\": \"grapnel traffic 1\", \"calls\": [{\"method\": \"a.S/m\", "
                + text.substring(5)
                + "}]}"
            : text;
    Path file = Files.writeString(folder.resolve("wrong.json"), text);

    assertThatThrownBy(() -> Recording.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Recording %s is not usable: %s", file, problem);
  }

  @Test
  void tellsThatAFileIsNoJsonOrNotThere() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"format\": ,}");
    assertThatThrownBy(() -> Recording.read(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Recording " + broken + " is not usable: it is not JSON: ")
        .hasMessageContaining("line 1 column 13");

    Path binary = Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xc3, 0x28});
    assertThatThrownBy(() -> Recording.read(binary))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Recording " + binary + " is not usable: it is not UTF-8 text");

    Path missing = folder.resolve("missing.json");
    assertThatThrownBy(() -> Recording.read(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("There is no recording " + missing);

    Path file = Files.writeString(folder.resolve("file"), EMPTY);
    assertThatThrownBy(() -> Recording.read(file).write(file.resolve("x.json")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Recording " + file.resolve("x.json") + " cannot be written: ");
  }

  @Test
  void refusesToReplayWhatTheServiceDoesNotHave() throws IOException {
    Recording recording = record(TrafficRecorder.create());
    ServiceDescriptor smaller =
        ServiceDescriptor.newBuilder("user.UserService").addMethod(getGetUserMethod()).build();
    ServiceDescriptor other = ServiceDescriptor.newBuilder("order.OrderService").build();

    assertThatThrownBy(() -> recording.replay(smaller))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The recording has calls of user.UserService/Chat, which is not a method of"
                + " user.UserService; there are: GetUser");
    assertThatThrownBy(() -> recording.replay(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The recording has no call of order.OrderService; it has calls of: user.UserService");
    Path empty = Files.writeString(folder.resolve("empty.json"), EMPTY);
    assertThatThrownBy(() -> Recording.read(empty).replay(other))
        .hasMessage("The recording has no call of order.OrderService; it has calls of: none");
  }

  @Test
  void refusesToReplayMessagesOfAnotherType() throws IOException {
    Path file = folder.resolve("users.json");
    record(TrafficRecorder.create()).write(file);
    Files.writeString(file, Files.readString(file).replace("\"id\"", "\"number\""));

    assertThatThrownBy(() -> Recording.read(file).replay(UserServiceGrpc.getServiceDescriptor()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Recorded calls of user.UserService/GetUser are not usable: A message is not what the"
                + " method takes: Cannot find field: number in message user.GetUserRequest");
  }

  private static Recording record(TrafficRecorder recorder) {
    FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
    users.when(getGetUserMethod()).then(Reply.of(ANA).headers(metadata("set-cookie", "secret-1")));
    users
        .when(getChatMethod())
        .then(
            Reply.<ChatMessage>failure(Status.ABORTED.withDescription("no chat"))
                .trailers(metadata("why", "because")));
    try (var connection = Wire.LOOPBACK.start(users, recorder)) {
      Metadata sent =
          metadata(
              "x-session",
              "secret-2",
              "tenant",
              "acme",
              "tenant",
              "umbrella",
              "authorization",
              "Bearer secret-3");
      sent.put(Metadata.Key.of("trace-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {1, 2, 3});
      var unused =
          UserServiceGrpc.newBlockingStub(connection.channel())
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(sent))
              .getUser(get(7));
      Messages.Received<ChatMessage> answers = new Messages.Received<>();
      StreamObserver<ChatMessage> requests =
          UserServiceGrpc.newStub(connection.channel()).chat(answers);
      requests.onNext(chat("<\"ж\">\n"));
      requests.onCompleted();
      answers.status();
    }
    return recorder.recording();
  }

  private static DescriptorProto nested(int depth) {
    DescriptorProto deep = DescriptorProto.getDefaultInstance();
    for (int i = 0; i < depth; i++) {
      deep = DescriptorProto.newBuilder().addNestedType(deep).build();
    }
    return deep;
  }

  private static <M extends Message> Body body(M message) {
    @SuppressWarnings("unchecked")
    M prototype = (M) message.getDefaultInstanceForType();
    return Body.of(ProtoUtils.marshaller(prototype), message);
  }
}
