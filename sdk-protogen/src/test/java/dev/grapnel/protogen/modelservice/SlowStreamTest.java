package dev.grapnel.protogen.modelservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.grapnel.testing.FakeChannel;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream waits for its reader, and ends with it. */
@Timeout(60)
class SlowStreamTest {

  private static final FileDescriptor FILE =
      new TestFile("NoteService")
              .message("Note", "int64 id", "string title")
              .message("StreamNotesRequest", "string filter")
              .stream("StreamNotes", "StreamNotesRequest", "Note")
              .build();
  private static final ServiceDescriptor SERVICE =
      DynamicServices.of(FILE.findServiceByName("NoteService"));

  private static final class NoteService extends GenericService<Note, Long>
      implements StreamService<Note, Long> {

    private final CountDownLatch closed = new CountDownLatch(1);

    NoteService(Notes notes) {
      super(
          SERVICE,
          notes,
          ModelSerializer.of(Note.class)
              .protoClass(DynamicMessage.getDefaultInstance(FILE.findMessageTypeByName("Note")))
              .build(),
          ListOptions.builder().defaultSize(10).maxSize(10).build());
    }

    @Override
    public Stream<Note> stream(ListQuery query) {
      return StreamService.super.stream(query).onClose(closed::countDown);
    }
  }

  @Test
  void readsNoFurtherThanTheClientDoes() throws Exception {
    Notes notes = Notes.of(1_000);
    NoteService service = new NoteService(notes);
    try (FakeChannel channel = FakeChannel.of(service)) {
      ClientCall<DynamicMessage, DynamicMessage> call =
          channel.newCall(method(), CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onMessage(DynamicMessage first) {
              call.cancel("that is enough", null);
            }
          },
          new Metadata());
      call.sendMessage(
          DynamicMessage.getDefaultInstance(FILE.findMessageTypeByName("StreamNotesRequest")));
      call.halfClose();
      call.request(1);

      assertThat(service.closed.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(notes.pages).isEqualTo(1);
    }
  }

  @SuppressWarnings("unchecked") // DynamicServices makes nothing else.
  private static MethodDescriptor<DynamicMessage, DynamicMessage> method() {
    return (MethodDescriptor<DynamicMessage, DynamicMessage>)
        SERVICE.getMethods().iterator().next();
  }
}
