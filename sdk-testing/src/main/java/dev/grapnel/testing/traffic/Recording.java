package dev.grapnel.testing.traffic;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.grapnel.testing.fake.FakeService;
import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Recorded calls, to keep in a file and to answer with in a test. Immutable.
 *
 * <p>The file is JSON that is meant to be committed and reviewed: the same calls give the same
 * bytes. Protobuf messages are in protobuf's JSON, or in base64 if JSON would lose something.
 */
public final class Recording {

  private final List<RecordedCall> calls;

  Recording(List<RecordedCall> calls) {
    this.calls = List.copyOf(calls);
  }

  /**
   * Reads a recording.
   *
   * @param file what {@link #write} wrote, perhaps edited by hand
   * @return the recording
   * @throws IllegalArgumentException if the file is no recording; it tells the file and what is
   *     wrong
   * @throws UncheckedIOException if the file is not there or cannot be read
   */
  public static Recording read(Path file) {
    try {
      return new Recording(RecordingFormat.calls(JsonText.parse(Files.readString(file))));
    } catch (CharacterCodingException noText) {
      throw malformed(file, "it is not UTF-8 text", noText);
    } catch (InvalidProtocolBufferException noJson) {
      Throwable reason = noJson.getCause() == null ? noJson : noJson.getCause();
      throw malformed(file, "it is not JSON: " + reason.getMessage(), noJson);
    } catch (IllegalArgumentException noRecording) {
      throw malformed(file, String.valueOf(noRecording.getMessage()), noRecording);
    } catch (NoSuchFileException missing) {
      throw new UncheckedIOException("There is no recording " + file, missing);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "Recording %s cannot be read: %s".formatted(file, unreadable), unreadable);
    }
  }

  /**
   * Writes the recording to a file, which is replaced as a whole: readers see the old or the new
   * one.
   *
   * @param file where; missing folders are made
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(Path file) {
    Path target = file.toAbsolutePath();
    try {
      Files.createDirectories(target.resolveSibling(""));
      // Not createTempFile: it would leave a file that only its owner may read.
      Path temporary = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
      try {
        Files.writeString(temporary, JsonText.of(RecordingFormat.tree(calls)) + "\n");
        Files.move(
            temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "Recording %s cannot be written: %s".formatted(file, failed), failed);
    }
  }

  /**
   * Returns how many calls there are.
   *
   * @return a count
   */
  public int size() {
    return calls.size();
  }

  /**
   * Returns the names of the services that were called.
   *
   * @return full names in their order
   */
  public Set<String> services() {
    return calls.stream().map(RecordedCall::service).collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Makes a service that answers as recorded, and expects to be called as recorded.
   *
   * <p>A call is answered by the recorded call of the method with the same requests; when there are
   * several, in their order. Metadata is not compared. Where responses were recorded between the
   * requests of a stream, they come there again: after the k-th request what was recorded before
   * the next one. Nothing is delayed. A call that the client had cancelled hangs after its
   * responses.
   *
   * <p>A call that was not recorded fails with FAILED_PRECONDITION and the difference to the
   * nearest one, and {@link FakeService#verify} reports it, as it reports recorded calls that
   * nobody made. Scripts that are added later are asked first.
   *
   * @param service the recorded service
   * @return the fake, new and independent for each test
   * @throws IllegalArgumentException if the recording has no call of the service, or one of a
   *     method that the service does not have, or a message that is not of the method's type
   */
  public FakeService replay(ServiceDescriptor service) {
    return Replay.of(calls, service, services());
  }

  @Override
  public String toString() {
    return "Recording of %s of %s"
        .formatted(
            calls.size() == 1 ? "1 call" : calls.size() + " calls",
            calls.isEmpty() ? "no service" : String.join(", ", services()));
  }

  private static IllegalArgumentException malformed(Path file, String problem, Exception cause) {
    return new IllegalArgumentException(
        "Recording %s is not usable: %s".formatted(file, problem), cause);
  }
}
