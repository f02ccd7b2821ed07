package dev.grapnel.protogen.modelservice;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What template aip has that the others have not: names, chosen ids, models as answers. */
class AipServiceTest {

  private static final FileDescriptor FILE =
      new TestFile("NoteService")
          .message("Note", "int64 id", "string title")
          .message("GetNoteRequest", "string name")
          .message("CreateNoteRequest", "string parent", "string note_id", "Note note")
          .message("UpdateNoteRequest", "Note note", "google.protobuf.FieldMask update_mask")
          .message("DeleteNoteRequest", "string name")
          .rpc("GetNote", "GetNoteRequest", "Note")
          .rpc("CreateNote", "CreateNoteRequest", "Note")
          .rpc("UpdateNote", "UpdateNoteRequest", "Note")
          .rpc("DeleteNote", "DeleteNoteRequest", "google.protobuf.Empty")
          .build();

  private static final class NoteService extends GenericService<Note, Long>
      implements RetrieveService<Note, Long>,
          CreateService<Note, Long>,
          UpdateService<Note, Long>,
          DestroyService<Note, Long> {

    NoteService(Notes notes) {
      super(
          DynamicServices.of(FILE.findServiceByName("NoteService")),
          notes,
          ModelSerializer.of(Note.class)
              .fields("id", "title")
              .protoClass(DynamicMessage.getDefaultInstance(FILE.findMessageTypeByName("Note")))
              .build());
    }
  }

  private final Notes notes = Notes.of(2);
  private final Call grpc = new Call(FILE, new NoteService(notes));

  @AfterEach
  void close() {
    grpc.close();
  }

  @Test
  void knowsModelsByName() {
    assertThat(grpc.call("GetNote", "name: \"notes/2\"")).isEqualTo("id: 2 title: \"title 2\"");
    assertThat(grpc.call("DeleteNote", "name: \"notes/2\"")).isEmpty();
    assertThatCall(() -> grpc.call("GetNote", "name: \"notes/2\""))
        .failsWith(Status.Code.NOT_FOUND);
    assertThatCall(() -> grpc.call("GetNote", "name: \"notes/two\""))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("name", "must be a number");
  }

  @Test
  void createsWithAChosenId() {
    assertThat(grpc.call("CreateNote", "note_id: \"7\" note { title: \"n\" }"))
        .isEqualTo("id: 7 title: \"n\"");
    assertThatCall(() -> grpc.call("CreateNote", "note_id: \"x\" note { title: \"n\" }"))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("note_id", "must be a number");
  }

  @Test
  void refusesParentsThatItDoesNotKnow() {
    assertThatCall(() -> grpc.call("CreateNote", "parent: \"desks/1\" note { title: \"n\" }"))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("parent", "must be empty: these models have no parents");
  }

  @Test
  void answersWithTheModelAsItIs() {
    assertThat(grpc.call("UpdateNote", "note { id: 1 title: \"new\" }"))
        .isEqualTo("id: 1 title: \"new\"");
    assertThat(notes.kept.get(1L).secret()).isEqualTo("secret 1");
  }
}
