package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.protogen.breaking.protofile.ProtoFiles;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.SourceLocation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Reads the schema that was published: of a git revision, a jar or a folder. What cannot be read is
 * told as findings, {@link Code#PUBLISHED_UNREADABLE}. Files of more than 16 MiB are refused.
 *
 * <p>.proto text needs {@code com.squareup.wire:wire-schema-jvm} on the class path; descriptor sets
 * in jars do not.
 */
public final class Published {

  private Published() {}

  /**
   * Reads what a text names: {@code git:REF#DIR}, {@code jar:FILE} or a folder. Without {@code
   * #DIR}, all .proto files of the revision below {@code base} are read.
   *
   * @param place the text
   * @param base what paths in it are relative to; a folder in the work tree for {@code git:}
   * @param diagnostics told what cannot be read
   * @return the files; empty if something cannot be read
   * @throws dev.grapnel.core.config.ConfigException if text is to be read and Wire is not there
   */
  public static Optional<FileDescriptorSet> at(String place, Path base, Diagnostics diagnostics) {
    if (place.startsWith("git:")) {
      int hash = place.indexOf('#');
      return git(
          base,
          place.substring("git:".length(), hash < 0 ? place.length() : hash),
          hash < 0 ? "" : place.substring(hash + 1),
          diagnostics);
    }
    return place.startsWith("jar:")
        ? jar(base.resolve(place.substring("jar:".length())), diagnostics)
        : folder(base.resolve(place), diagnostics);
  }

  /**
   * Reads the .proto files of a git revision. Asks the {@code git} command, which has 30 seconds;
   * no shell runs, nothing is fetched, and the work tree is not looked at.
   *
   * @param repository a folder of the work tree, or a bare repository
   * @param ref a branch, tag or commit; never taken for an option
   * @param protoDir the folder that imports are relative to, relative to {@code repository}; empty
   *     for {@code repository} itself
   * @param diagnostics told what cannot be read: no git, no such revision, no such folder
   * @return the files; empty if something cannot be read
   * @throws dev.grapnel.core.config.ConfigException if Wire is not on the class path
   */
  public static Optional<FileDescriptorSet> git(
      Path repository, String ref, String protoDir, Diagnostics diagnostics) {
    return parse(() -> new GitFiles(repository).read(ref, protoDir), "git:" + ref, diagnostics);
  }

  /**
   * Reads a jar: the descriptor sets below {@code META-INF/grapnel/} ({@code .desc}, {@code
   * .binpb}, {@code .pb}), or else its .proto files.
   *
   * @param jar the jar
   * @param diagnostics told what cannot be read
   * @return the files; empty if something cannot be read
   * @throws dev.grapnel.core.config.ConfigException if text is to be read and Wire is not there
   */
  public static Optional<FileDescriptorSet> jar(Path jar, Diagnostics diagnostics) {
    try (JarFiles files = JarFiles.open(jar)) {
      Optional<FileDescriptorSet> descriptors = files.descriptors();
      return descriptors.isPresent()
          ? descriptors
          : parse(files::texts, jar.toString(), diagnostics);
    } catch (UnreadableException failure) {
      diagnostics.add(unreadable(jar.toString(), failure));
      return Optional.empty();
    }
  }

  /**
   * Reads the .proto files below a folder. Links are not followed.
   *
   * @param folder the folder that imports are relative to
   * @param diagnostics told what cannot be read
   * @return the files; empty if something cannot be read
   * @throws dev.grapnel.core.config.ConfigException if Wire is not on the class path
   */
  public static Optional<FileDescriptorSet> folder(Path folder, Diagnostics diagnostics) {
    return parse(() -> FolderFiles.read(folder), folder.toString(), diagnostics);
  }

  /** Where texts come from. */
  private interface Texts {
    SortedMap<String, String> read() throws UnreadableException;
  }

  private static Optional<FileDescriptorSet> parse(
      Texts texts, String place, Diagnostics diagnostics) {
    try {
      SortedMap<String, String> read = texts.read();
      if (read.isEmpty()) {
        throw new UnreadableException(
            "there is no .proto file in it", "name the folder that imports are relative to");
      }
      return ProtoFiles.parse(read, diagnostics);
    } catch (UnreadableException failure) {
      diagnostics.add(unreadable(place, failure));
      return Optional.empty();
    }
  }

  private static Diagnostic unreadable(String place, UnreadableException failure) {
    return new Diagnostic(
        Code.PUBLISHED_UNREADABLE,
        SourceLocation.UNKNOWN,
        Report.bounded(place),
        Report.bounded(failure.problem()),
        "What is not read cannot be compared.",
        failure.fix());
  }
}
