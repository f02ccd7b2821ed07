package dev.grapnel.protogen.modelservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.grapnel.protogen.GeneratedProtos;
import dev.grapnel.protogen.ProtoGenerator;
import dev.grapnel.testing.FakeChannel;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service that is generated, served and described without anything that protoc made. */
@Timeout(60)
class GeneratedServiceTest {

  private static final GeneratedProtos PROTOS =
      ProtoGenerator.builder().resource(Note.class, "NoteService").build().generate();
  private static final FileDescriptor FILE = PROTOS.fileDescriptors().get(0);

  private static final class NoteService extends ReadOnlyModelService<Note, Long> {
    NoteService() {
      super(
          DynamicServices.of(FILE.findServiceByName("NoteService")),
          Notes.of(2),
          ModelSerializer.of(Note.class)
              .fields("id", "title", "text", "tags", "place", "createdAt")
              .protoClass(DynamicMessage.getDefaultInstance(FILE.findMessageTypeByName("Note")))
              .build());
    }
  }

  @Test
  void answersCalls() {
    try (Call service = new Call(FILE, new NoteService())) {
      assertThat(service.call("GetNote", "id: 2"))
          .contains("title: \"title 2\"", "text: \"even\"", "city: \"Rome\"")
          .doesNotContain("secret");
      assertThat(service.call("ListNotes", "page_size: 1"))
          .contains("title 1", "next_page_token")
          .doesNotContain("title 2");
    }
  }

  @Test
  void isDescribedByReflection() throws Exception {
    try (FakeChannel channel =
        FakeChannel.of(new NoteService(), ProtoReflectionServiceV1.newInstance())) {
      Answers answers = new Answers();
      StreamObserver<ServerReflectionRequest> requests =
          channel.stub(ServerReflectionGrpc::newStub).serverReflectionInfo(answers);
      requests.onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());
      requests.onNext(
          ServerReflectionRequest.newBuilder()
              .setFileContainingSymbol(FILE.getPackage() + ".NoteService")
              .build());
      requests.onCompleted();
      List<ServerReflectionResponse> all = answers.all.get(30, TimeUnit.SECONDS);

      assertThat(all.get(0).getListServicesResponse().getServiceList())
          .extracting(service -> service.getName())
          .contains(FILE.getPackage() + ".NoteService");
      List<FileDescriptorProto> files = new ArrayList<>();
      for (ByteString each : all.get(1).getFileDescriptorResponse().getFileDescriptorProtoList()) {
        files.add(FileDescriptorProto.parseFrom(each));
      }
      assertThat(files).containsExactlyInAnyOrderElementsOf(PROTOS.descriptors().getFileList());
    }
  }

  /** What a stream answers, when it is done. */
  private static final class Answers implements StreamObserver<ServerReflectionResponse> {
    final CompletableFuture<List<ServerReflectionResponse>> all = new CompletableFuture<>();
    private final List<ServerReflectionResponse> some = new ArrayList<>();

    @Override
    public void onNext(ServerReflectionResponse answer) {
      some.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      all.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      all.complete(some);
    }
  }
}
