package dev.grapnel.protogen.modelservice;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole service in the shape of template socio, and services that do not fit. */
class ControllerServiceTest {

  private static final String[] MODEL = {
    "int64 id", "string title", "optional string text", "repeated string tags"
  };

  private static final FileDescriptor FILE = file("_pagination");

  private static FileDescriptor file(String pagination) {
    return new TestFile("NoteController")
            .message("NoteRequest", MODEL)
            .message("NoteResponse", MODEL)
            .message("NoteDestroyRequest", "int64 id")
            .message(
                "NoteListRequest",
                "optional google.protobuf.Struct _filters",
                "optional google.protobuf.Struct " + pagination)
            .message("NoteListResponse", "repeated NoteResponse results", "int32 count")
            .message(
                "NotePartialUpdateRequest",
                "int64 id",
                "string title",
                "optional string text",
                "repeated string tags",
                "repeated string _partial_update_fields")
            .message("NoteRetrieveRequest", "int64 id")
            .message("NoteStreamRequest")
            .rpc("Create", "NoteRequest", "NoteResponse")
            .rpc("Destroy", "NoteDestroyRequest", "google.protobuf.Empty")
            .rpc("List", "NoteListRequest", "NoteListResponse")
            .rpc("PartialUpdate", "NotePartialUpdateRequest", "NoteResponse")
            .rpc("Retrieve", "NoteRetrieveRequest", "NoteResponse")
            .stream("Stream", "NoteStreamRequest", "NoteResponse")
            .rpc("Update", "NoteRequest", "NoteResponse")
            .build();
  }

  private static ModelSerializer<Note> serializer(FileDescriptor file, String message) {
    return ModelSerializer.of(Note.class)
        .fields("id", "title", "text", "tags")
        .protoClass(DynamicMessage.getDefaultInstance(file.findMessageTypeByName(message)))
        .build();
  }

  private static final class NoteService extends ModelService<Note, Long> {
    NoteService(FileDescriptor file, Notes notes) {
      super(
          DynamicServices.of(file.getServices().get(0)),
          notes,
          serializer(file, "NoteResponse"),
          ListOptions.builder().defaultSize(2).maxSize(3).filters("id", "title").build());
    }
  }

  private final Notes notes = Notes.of(5);
  private final Call grpc = new Call(FILE, new NoteService(FILE, notes));

  @AfterEach
  void close() {
    grpc.close();
  }

  @Test
  void createsRetrievesAndDestroys() {
    String made = "id: 6 title: \"n\" tags: \"t\"";

    assertThat(grpc.call("Create", "title: \"n\" tags: \"t\"")).isEqualTo(made);
    assertThat(grpc.call("Retrieve", "id: 6")).isEqualTo(made);
    assertThat(grpc.call("Destroy", "id: 6")).isEmpty();
    assertThatCall(() -> grpc.call("Retrieve", "id: 6")).failsWith(Status.Code.NOT_FOUND);
  }

  @Test
  void replacesOnUpdateAndChangesInPart() {
    assertThat(grpc.call("Update", "id: 2 title: \"x\"")).isEqualTo("id: 2 title: \"x\"");
    assertThat(notes.kept.get(2L).secret()).isEqualTo("secret 2");
    assertThat(
            grpc.call(
                "PartialUpdate", "id: 4 title: \"y\" tags: \"t\" _partial_update_fields: \"tags\""))
        .isEqualTo("id: 4 title: \"title 4\" text: \"even\" tags: \"t\"");
    assertThatCall(() -> grpc.call("PartialUpdate", "id: 4 _partial_update_fields: \"secret\""))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("_partial_update_fields");
  }

  @Test
  void listsByNumberOfPage() {
    assertThat(grpc.call("List", ""))
        .endsWith("count: 5")
        .contains("title 2")
        .doesNotContain("title 3");
    assertThat(grpc.call("List", pagination("page", 3))).contains("title 5").endsWith("count: 5");
    assertThat(grpc.call("List", pagination("offset", 4))).contains("title 5");
    assertThat(grpc.call("List", pagination("page", 1e15))).isEqualTo("count: 5");
    assertThatCall(() -> grpc.call("List", pagination("page", 1.5)))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("_pagination.page", "must be a whole number, 0 or more");
    assertThatCall(() -> grpc.call("List", pagination("pages", 1)))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("_pagination");
  }

  private static String pagination(String key, double value) {
    return "_pagination { fields { key: \"" + key + "\" value { number_value: " + value + " } } }";
  }

  @Test
  void filtersByNumbersAndText() {
    assertThat(
            grpc.call(
                "List",
                "_filters { fields { key: \"title\" value { string_value: \"title 3\" } } }"))
        .contains("id: 3")
        .endsWith("count: 1");
    assertThatCall(
            () ->
                grpc.call(
                    "List", "_filters { fields { key: \"id\" value { number_value: 1.5 } } }"))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("_filters", "id must be a number");
  }

  @Test
  void leavesStreamsToThoseWhoWantThem() {
    assertThatCall(() -> grpc.stream("Stream", "")).failsWith(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void cutsNoListShortInSilence() {
    FileDescriptor unpaged = file("_nothing");
    try (Call few = new Call(unpaged, new NoteService(unpaged, Notes.of(3)));
        Call many = new Call(unpaged, new NoteService(unpaged, Notes.of(4)))) {
      assertThat(few.call("List", "")).endsWith("count: 3");
      assertThatCall(() -> many.call("List", ""))
          .failsWith(Status.Code.RESOURCE_EXHAUSTED)
          .hasDescription("there are more than 3, and this list has no pages");
    }
  }

  @Test
  void tellsWhatDoesNotFitBeforeItServes() {
    FileDescriptor readOnly =
        new TestFile("NoteController")
            .message("NoteResponse", MODEL)
            .message("NoteRetrieveRequest", "int64 key")
            .rpc("Retrieve", "NoteRetrieveRequest", "NoteResponse")
            .build();

    assertThatThrownBy(() -> new NoteService(readOnly, notes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "NoteService is a ListService, but test.v1.NoteController has no method List or"
                + " ListNotes for test.v1.NoteResponse; it has [Retrieve]");
    assertThatThrownBy(
            () ->
                new GenericServiceOf<>(
                    DynamicServices.of(readOnly.getServices().get(0)),
                    serializer(readOnly, "NoteResponse")))
        .hasMessage(
            "test.v1.NoteController/Retrieve: test.v1.NoteRetrieveRequest has no field id for the id"
                + " of Note; if another property is the id, annotate the model with @Resource(id ="
                + " \"…\")");
  }

  private static final class GenericServiceOf<T> extends GenericService<T, Long>
      implements RetrieveService<T, Long> {
    GenericServiceOf(io.grpc.ServiceDescriptor service, ModelSerializer<T> serializer) {
      super(service, new None<>(), serializer);
    }
  }

  private static final class None<T> implements ModelRepository<T, Long> {
    @Override
    public java.util.Optional<T> find(Long id) {
      return java.util.Optional.empty();
    }

    @Override
    public Page<T> list(ListQuery query) {
      return new Page<>(List.of(), "");
    }
  }

  @Test
  void serializesOnlyWhatFits() {
    assertThatThrownBy(() -> ModelSerializer.of(Note.class).build())
        .hasMessageStartingWith("the serializer of Note has no protoClass");
    assertThatThrownBy(
            () ->
                ModelSerializer.of(Note.class)
                    .fields("id", "createdAt")
                    .protoClass(
                        DynamicMessage.getDefaultInstance(
                            FILE.findMessageTypeByName("NoteResponse")))
                    .build())
        .hasMessage(
            "test.v1.NoteResponse has no field for [createdAt] of Note: generate the .proto again,"
                + " or leave them out");
    assertThatThrownBy(
            () ->
                ModelSerializer.of(Note.class).fields("titel").protoClass(Timestamp.class).build())
        .hasMessageEndingWith("has no property titel; the nearest is title");
    assertThatThrownBy(
            () ->
                ModelSerializer.of(Note.class)
                    .protoClass(
                        DynamicMessage.getDefaultInstance(
                            FILE.findMessageTypeByName("NoteResponse")))
                    .protoClassList(Timestamp.class)
                    .build())
        .hasMessage(
            "protoClassList is google.protobuf.Timestamp, which has no repeated field of"
                + " test.v1.NoteResponse");
    assertThatThrownBy(() -> ModelSerializer.of(Note.class).protoClass(Struct.class).build())
        .hasMessage(
            "google.protobuf.Struct has no field for any property of Note: is it the message of"
                + " another model?");
  }
}
