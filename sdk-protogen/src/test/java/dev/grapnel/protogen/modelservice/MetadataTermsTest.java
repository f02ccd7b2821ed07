package dev.grapnel.protogen.modelservice;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.grapnel.testing.FakeChannel;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists that are asked in metadata, as django-socio-grpc's clients do. */
class MetadataTermsTest {

  private static final FileDescriptor FILE =
      new TestFile("NoteController")
              .message("NoteResponse", "int64 id", "string title")
              .message("NoteListRequest", "optional google.protobuf.Struct _filters")
              .message("NoteListResponse", "repeated NoteResponse results", "int32 count")
              .message("NoteStreamRequest")
              .rpc("List", "NoteListRequest", "NoteListResponse")
              .stream("Stream", "NoteStreamRequest", "NoteResponse")
              .build();

  private static final ServiceDescriptor SERVICE = DynamicServices.of(FILE.getServices().get(0));

  private static final class NoteService extends GenericService<Note, Long>
      implements ListService<Note, Long>, StreamService<Note, Long> {
    NoteService(ListOptions.Builder options) {
      super(
          SERVICE,
          Notes.of(5),
          ModelSerializer.of(Note.class)
              .fields("id", "title")
              .protoClass(
                  DynamicMessage.getDefaultInstance(FILE.findMessageTypeByName("NoteResponse")))
              .build(),
          options.defaultSize(4).filters("title").build());
    }
  }

  private final FakeChannel reading =
      FakeChannel.of(new NoteService(ListOptions.builder().metadata()));

  @AfterEach
  void close() {
    reading.close();
  }

  private static List<Object> ids(Channel channel, String rpc, String request, String... metadata) {
    Metadata headers = new Metadata();
    for (int i = 0; i < metadata.length; i += 2) {
      headers.put(Metadata.Key.of(metadata[i], Metadata.ASCII_STRING_MARSHALLER), metadata[i + 1]);
    }
    DynamicMessage.Builder asked =
        DynamicMessage.newBuilder(FILE.findMessageTypeByName("Note" + rpc + "Request"));
    if (!request.isEmpty()) {
      asked.setField(
          asked.getDescriptorForType().findFieldByName("_filters"),
          Struct.newBuilder()
              .putFields("title", Value.newBuilder().setStringValue(request).build())
              .build());
    }
    List<Object> found = new ArrayList<>();
    ClientCalls.blockingServerStreamingCall(
            ClientInterceptors.intercept(
                channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
            method(rpc),
            CallOptions.DEFAULT,
            asked.build())
        .forEachRemaining(answer -> found.addAll(ids(answer)));
    return found;
  }

  private static List<Object> ids(Message answer) {
    if (answer.getDescriptorForType().getName().equals("NoteResponse")) {
      return List.of(answer.getField(answer.getDescriptorForType().findFieldByName("id")));
    }
    List<Object> all = new ArrayList<>();
    List<?> results =
        (List<?>) answer.getField(answer.getDescriptorForType().findFieldByName("results"));
    results.forEach(one -> all.addAll(ids((Message) one)));
    return all;
  }

  @SuppressWarnings("unchecked") // DynamicServices makes nothing else.
  private static MethodDescriptor<DynamicMessage, DynamicMessage> method(String rpc) {
    return (MethodDescriptor<DynamicMessage, DynamicMessage>)
        SERVICE.getMethods().stream()
            .filter(each -> rpc.equals(each.getBareMethodName()))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void filtersAndPagesAreReadOfMetadata() {
    assertThat(ids(reading, "List", "")).containsExactly(1L, 2L, 3L, 4L);
    assertThat(ids(reading, "List", "", "pagination", "{\"page\": 2, \"page_size\": 2}"))
        .containsExactly(3L, 4L);
    assertThat(ids(reading, "List", "", "filters", "{\"title\": \"title 3\"}")).containsExactly(3L);
    assertThat(ids(reading, "Stream", "", "filters", "{\"title\": \"title 5\"}"))
        .containsExactly(5L);
  }

  @Test
  void whatTheRequestHasItselfCounts() {
    assertThat(ids(reading, "List", "title 2", "filters", "{\"title\": \"title 3\"}"))
        .containsExactly(2L);
  }

  @Test
  void whatDoesNotFitIsToldAtOnce() {
    assertThatCall(
            () -> ids(reading, "List", "", "filters", "[", "pagination", "{\"pages\": true}"))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("filters", "in the metadata must be a JSON object")
        .hasFieldViolation("pagination");
    assertThatCall(() -> ids(reading, "List", "", "filters", "{\"secret\": \"x\"}"))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("filters", "must filter by one of [title]: \"secret\" is none");
    assertThatCall(() -> ids(reading, "List", "", "filters", "{\"a\":".repeat(500)))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("filters");
  }

  @Test
  void metadataIsNotReadUnlessItIsAskedFor() {
    try (FakeChannel usual = FakeChannel.of(new NoteService(ListOptions.builder()))) {
      assertThat(ids(usual, "List", "", "filters", "{\"title\": \"title 3\"}"))
          .containsExactly(1L, 2L, 3L, 4L, 5L);
    }
  }
}
