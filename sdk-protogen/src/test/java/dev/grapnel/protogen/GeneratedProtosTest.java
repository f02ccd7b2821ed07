package dev.grapnel.protogen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.grapnel.protogen.breaking.Published;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.guide.User;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedProtosTest {

  record Meeting(long id, Instant at, User host) {}

  @TempDir Path folder;

  private GeneratedProtos meetings() {
    return ProtoGenerator.builder()
        .resource(Meeting.class, "MeetingService")
        .lockDir(folder.resolve("locks"))
        .build()
        .generate();
  }

  @Test
  void linksTheGeneratedFilesOnce() {
    GeneratedProtos protos = meetings();
    List<FileDescriptor> files = protos.fileDescriptors();

    assertThat(files)
        .extracting(FileDescriptor::getName)
        .containsExactlyElementsOf(protos.files().keySet())
        .hasSize(2);
    assertThat(files.get(1).findServiceByName("MeetingService").getMethods()).isNotEmpty();
    assertThat(files.get(1).findMessageTypeByName("GeneratedProtosTestMeeting"))
        .satisfies(
            meeting -> {
              assertThat(meeting.findFieldByName("at").getMessageType().getFullName())
                  .isEqualTo("google.protobuf.Timestamp");
              assertThat(meeting.findFieldByName("host").getMessageType().getFile())
                  .isSameAs(files.get(0));
            });
    assertThat(protos.fileDescriptors()).isSameAs(files);
  }

  @Test
  void whatIsPackedIsWhatAReleaseIsComparedWith() throws Exception {
    GeneratedProtos protos = meetings();
    Path classes = folder.resolve("classes");
    protos.writeResources(classes);

    Path locks = classes.resolve("META-INF/grapnel");
    for (Map.Entry<String, String> lock : protos.locks().entrySet()) {
      assertThat(locks.resolve(lock.getKey())).hasContent(lock.getValue());
    }
    Path jar = folder.resolve("a.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream to = new ZipOutputStream(file)) {
      for (String name : protos.resources().keySet()) {
        to.putNextEntry(new ZipEntry(name));
        to.write(Files.readAllBytes(classes.resolve(name)));
      }
    }
    Diagnostics findings = new Diagnostics();
    assertThat(Published.jar(jar, findings))
        .hasValueSatisfying(
            read ->
                assertThat(read.getFileList())
                    .containsExactlyInAnyOrderElementsOf(protos.descriptors().getFileList()));
    assertThat(findings.all()).isEmpty();
  }

  @Test
  void resourcesThatAreSoAreNotTouched() throws Exception {
    GeneratedProtos protos = meetings();
    protos.writeResources(folder);
    Path file = folder.resolve("META-INF/grapnel/descriptors.binpb");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));

    protos.writeResources(folder);

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(1));
  }

  @Test
  void descriptorsAreWrittenAsProtocDoes() throws Exception {
    Path file = folder.resolve("sets/all.binpb");
    meetings().writeDescriptors(file);

    assertThat(FileDescriptorSet.parseFrom(Files.readAllBytes(file)))
        .isEqualTo(meetings().descriptors());
  }
}
