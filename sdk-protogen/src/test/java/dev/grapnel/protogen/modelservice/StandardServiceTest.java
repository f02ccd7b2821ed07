package dev.grapnel.protogen.modelservice;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole service in the shape of template standard. */
class StandardServiceTest {

  private static final FileDescriptor FILE =
      new TestFile("NoteService")
              .message("Place", "string city", "string street")
              .message(
                  "Note",
                  "int64 id",
                  "string title",
                  "optional string text",
                  "repeated string tags",
                  "Place place",
                  "google.protobuf.Timestamp created_at")
              .message("GetNoteRequest", "int64 id")
              .message("GetNoteResponse", "Note note")
              .message(
                  "ListNotesRequest",
                  "int32 page_size",
                  "string page_token",
                  "string filter",
                  "string order_by",
                  "int32 skip")
              .message(
                  "ListNotesResponse",
                  "repeated Note notes",
                  "string next_page_token",
                  "int32 total_size")
              .message("CreateNoteRequest", "Note note")
              .message("CreateNoteResponse", "Note note")
              .message("UpdateNoteRequest", "Note note", "google.protobuf.FieldMask update_mask")
              .message("UpdateNoteResponse", "Note note")
              .message("DeleteNoteRequest", "int64 id")
              .message("DeleteNoteResponse")
              .message("StreamNotesRequest", "string filter")
              .message("StreamNotesResponse", "Note note")
              .message("OtherRequest")
              .rpc("GetNote", "GetNoteRequest", "GetNoteResponse")
              .rpc("ListNotes", "ListNotesRequest", "ListNotesResponse")
              .rpc("CreateNote", "CreateNoteRequest", "CreateNoteResponse")
              .rpc("UpdateNote", "UpdateNoteRequest", "UpdateNoteResponse")
              .rpc("DeleteNote", "DeleteNoteRequest", "DeleteNoteResponse")
              .stream("StreamNotes", "StreamNotesRequest", "StreamNotesResponse")
              .rpc("OtherThing", "OtherRequest", "OtherRequest")
              .build();

  private static final class NoteService extends ModelService<Note, Long>
      implements StreamService<Note, Long> {

    NoteService(Notes notes) {
      super(
          DynamicServices.of(FILE.findServiceByName("NoteService")),
          notes,
          ModelSerializer.of(Note.class)
              .protoClass(DynamicMessage.getDefaultInstance(FILE.findMessageTypeByName("Note")))
              .readOnly("createdAt")
              .build(),
          ListOptions.builder()
              .defaultSize(2)
              .maxSize(3)
              .filters("title", "createdAt")
              .orders("title")
              .build());
    }
  }

  private final Notes notes = Notes.of(5);
  private final Call grpc = new Call(FILE, new NoteService(notes));

  @AfterEach
  void close() {
    grpc.close();
  }

  @Test
  void getsAModelOrSaysThatItIsNotThere() {
    assertThat(grpc.call("GetNote", "id: 1"))
        .isEqualTo(
            "note { id: 1 title: \"title 1\" tags: \"a\" tags: \"b\" "
                + "place { city: \"Rome\" street: \"Via 1\" } "
                + "created_at { seconds: 1769862896 } }");
    assertThatCall(() -> grpc.call("GetNote", "id: 9"))
        .failsWith(Status.Code.NOT_FOUND)
        .hasDescription("there is no Note with the id 9");
  }

  @Test
  void createsAModelWithoutWhatIsReadOnly() {
    assertThat(grpc.call("CreateNote", "note { title: \"n\" created_at { seconds: 1 } }"))
        .isEqualTo("note { id: 6 title: \"n\" created_at { seconds: 1769862896 } }");
    assertThatCall(() -> grpc.call("CreateNote", "note { id: 1 title: \"n\" }"))
        .failsWith(Status.Code.ALREADY_EXISTS);
    assertThatCall(() -> grpc.call("CreateNote", "note { title: \"" + "n".repeat(21) + "\" }"))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("note", "is refused: a title has at most 20 characters");
  }

  @Test
  void changesWhatIsSetWhereThereIsNoMask() {
    grpc.call("UpdateNote", "note { id: 2 title: \"new\" }");

    assertThat(notes.kept.get(2L))
        .isEqualTo(
            new Note(
                2,
                "new",
                "even",
                List.of("a", "b"),
                new Note.Place("Rome", "Via 2"),
                Notes.CREATED,
                "secret 2"));
  }

  @Test
  void changesWhatTheMaskNames() {
    grpc.call(
        "UpdateNote",
        "note { id: 2 title: \"x\" tags: \"c\" place { city: \"Oslo\" } created_at { seconds: 1 } }"
            + " update_mask { paths: \"text\" paths: \"tags\" paths: \"place.city\""
            + " paths: \"created_at\" }");

    assertThat(notes.kept.get(2L))
        .isEqualTo(
            new Note(
                2,
                "title 2",
                null,
                List.of("c"),
                new Note.Place("Oslo", "Via 2"),
                Notes.CREATED,
                "secret 2"));
  }

  @Test
  void replacesAllThatClientsMaySet() {
    grpc.call("UpdateNote", "note { id: 2 title: \"x\" } update_mask { paths: \"*\" }");

    assertThat(notes.kept.get(2L))
        .isEqualTo(new Note(2, "x", null, List.of(), null, Notes.CREATED, "secret 2"));
  }

  @Test
  void refusesMasksWithUnknownPaths() {
    for (String path :
        List.of("nope", "secret", "place.nope", "tags.x", "title.x", "*\" paths: \"id")) {
      assertThatCall(
              () ->
                  grpc.call("UpdateNote", "note { id: 2 } update_mask { paths: \"" + path + "\" }"))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasFieldViolation("update_mask");
    }
    assertThatCall(() -> grpc.call("UpdateNote", "note { id: 9 title: \"x\" }"))
        .failsWith(Status.Code.NOT_FOUND);
  }

  @Test
  void deletesOnce() {
    assertThat(grpc.call("DeleteNote", "id: 1")).isEmpty();
    assertThatCall(() -> grpc.call("DeleteNote", "id: 1")).failsWith(Status.Code.NOT_FOUND);
  }

  @Test
  void turnsPagesToTheLast() {
    Message first = grpc.message("ListNotes", "");
    Message second = grpc.message("ListNotes", "page_size: 99 page_token: \"" + next(first) + "\"");

    assertThat(titles(first)).containsExactly("title 1", "title 2");
    assertThat(Call.text(first)).endsWith("total_size: 5");
    assertThat(titles(second)).containsExactly("title 3", "title 4", "title 5");
    assertThat(next(second)).isEmpty();
  }

  @Test
  void filtersOrdersAndSkips() {
    assertThat(titles(grpc.message("ListNotes", "filter: 'title = \"title 3\"'")))
        .containsExactly("title 3");
    assertThat(
            titles(
                grpc.message(
                    "ListNotes",
                    "filter: 'created_at=2026-01-31T12:34:56Z AND title=\"title 1\"'")))
        .containsExactly("title 1");
    assertThat(titles(grpc.message("ListNotes", "order_by: \"title desc\" skip: 1 page_size: 1")))
        .containsExactly("title 4");
  }

  @Test
  void tellsAllThatIsWrongWithAList() {
    assertThatCall(
            () ->
                grpc.call(
                    "ListNotes",
                    "page_size: -1 skip: -1 filter: \"secret = 1\" order_by: \"id\" page_token: \"x\""))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("page_size", "must not be negative")
        .hasFieldViolation("skip", "must not be negative")
        .hasFieldViolation(
            "filter", "must filter by one of [created_at, title]: \"secret\" is none")
        .hasFieldViolation("order_by", "must order by one of [title]: \"id\" is none")
        .hasFieldViolation("page_token");
    for (String filter :
        List.of(
            "title",
            "title = ",
            "title = a b",
            "title = a AND",
            "= a",
            "title = a OR title = b",
            "created_at = yesterday",
            "title = a AND title = b")) {
      assertThatCall(() -> grpc.call("ListNotes", "filter: '" + filter + "'"))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasFieldViolation("filter");
    }
  }

  @Test
  void bindsTokensToTheQuery() {
    String token = next(grpc.message("ListNotes", "order_by: \"title\""));

    assertThat(
            titles(
                grpc.message(
                    "ListNotes", "order_by: \" title asc \" page_token: \"" + token + "\"")))
        .containsExactly("title 3", "title 4");
    assertThatCall(() -> grpc.call("ListNotes", "page_token: \"" + token + "\""))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("page_token");
  }

  @Test
  void streamsAllPageByPage() {
    assertThat(grpc.stream("StreamNotes", "")).hasSize(5);
    assertThat(notes.pages).isEqualTo(2);
    assertThat(grpc.stream("StreamNotes", "filter: \"title = x\"")).isEmpty();
    assertThatCall(() -> grpc.stream("StreamNotes", "filter: \"=\""))
        .failsWith(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void leavesOtherMethodsUnimplemented() {
    assertThatCall(() -> grpc.call("OtherThing", "")).failsWith(Status.Code.UNIMPLEMENTED);
  }

  private static String next(Message page) {
    return (String) page.getField(page.getDescriptorForType().findFieldByName("next_page_token"));
  }

  private static List<String> titles(Message page) {
    return ((List<?>) page.getField(page.getDescriptorForType().findFieldByName("notes")))
        .stream()
            .map(Message.class::cast)
            .map(
                note ->
                    (String) note.getField(note.getDescriptorForType().findFieldByName("title")))
            .toList();
  }
}
